// SPDX-License-Identifier: MIT
//
// html_injection_test — where the two script tags go, and when they stay away.
#include "tests/support/catch.hpp"
#include "webview-host/assets/html_injection.hpp"

#include <string>
#include <string_view>
#include <vector>

using fairlead::host::inject_scripts;

namespace {

constexpr std::string_view ipc_tag = R"(<script src="/wails/ipc.js"></script>)";
constexpr std::string_view runtime_tag = R"(<script src="/wails/runtime.js"></script>)";

/// The document in which `@` marks the place, without the mark.
std::string without_mark(std::string_view marked) {
    std::string html{marked};
    return html.erase(html.find('@'), 1);
}

/// The document with both tags where the mark is.
std::string with_tags(std::string_view marked) {
    std::string html{marked};
    return html.replace(html.find('@'), 1, std::string{ipc_tag}.append(runtime_tag));
}

}  // namespace

TEST_CASE("1.4 the scripts come first in the head, ipc before runtime", "[assets][contract]") {
    CHECK(
        inject_scripts("<!DOCTYPE html><html><head><title>a</title></head><body></body></html>") ==
        "<!DOCTYPE html><html><head><script src=\"/wails/ipc.js\"></script>"
        "<script src=\"/wails/runtime.js\"></script><title>a</title></head><body></body></html>");
}

TEST_CASE("the scripts find the head in any document", "[assets]") {
    for (std::string_view marked : {
             "<HTML lang='en'><HEAD profile=x>@<META charset=utf-8></HEAD>",
             "\xef\xbb\xbf<!doctype html>\n<html>\n<head\n>@\n</head>",
             "<!-- <head> --><!DOCTYPE html><html><!-- <head> --><head>@",
             "<!-- a > b --><html data-a=\"<head>\" data-b='>'><head data-c=\">\">@<script>",
             "<?xml version=\"1.0\"?><html xmlns=\"x\"><head>@</head>",
             "<!--><html><head>@<title>a</title>",
             "<!---><html><head>@<title>a</title>",
             "<!-- a --!><html><head>@<title>a</title>",
         }) {
        CAPTURE(marked);
        CHECK(inject_scripts(without_mark(marked)) == with_tags(marked));
    }
}

TEST_CASE("without a head the scripts go where the browser begins one", "[assets]") {
    for (std::string_view marked : {
             "<!DOCTYPE html>\n@<meta charset=utf-8><p>a",
             "<!DOCTYPE html><html>\n@<body><p>a</body></html>",
             "<!DOCTYPE html><html>@<header>no head</header>",
             "<!DOCTYPE html>@\nJust text, <head>too late</head>",
             "<!DOCTYPE html>@<",
             "@a < b",
             "@<script>'<head>'</script><head></head>",
             "@",
             "\xef\xbb\xbf@",
             "<!DOCTYPE html>@",
             "<!DOCTYPE html><html>\n@",
             "<!-- never closed <head>@",
         }) {
        CAPTURE(marked);
        CHECK(inject_scripts(without_mark(marked)) == with_tags(marked));
    }
}

TEST_CASE("everything else of a document stays byte for byte", "[assets]") {
    std::string html = "<html><head></head><body>";
    for (int byte = 0; byte < 256; ++byte) html += static_cast<char>(byte);
    const auto injected = inject_scripts(html);
    CHECK(injected.size() == html.size() + ipc_tag.size() + runtime_tag.size());
    CHECK(injected.ends_with(html.substr(12)));
}

TEST_CASE("a page may decline the scripts by wails-options", "[assets]") {
    const auto page = [](std::string_view options) {
        return "<head><meta content=\"" + std::string{options} +
               "\" name=\"Wails-Options\"></head>";
    };
    const auto has = [](std::string const& html, std::string_view tag) {
        return html.find(tag) != html.npos;
    };
    CHECK(inject_scripts(page("noautoinject")) == page("noautoinject"));
    CHECK(inject_scripts(page(" other , NoAutoInject ")) == page(" other , NoAutoInject "));

    const auto only_ipc = inject_scripts(page("noautoinjectruntime"));
    CHECK(has(only_ipc, ipc_tag));
    CHECK_FALSE(has(only_ipc, runtime_tag));

    const auto only_runtime = inject_scripts(page("noautoinjectipc"));
    CHECK_FALSE(has(only_runtime, ipc_tag));
    CHECK(has(only_runtime, runtime_tag));

    CHECK(has(inject_scripts(page("noautoinjection")), ipc_tag));
    CHECK(has(inject_scripts("<head><!--" + page("noautoinject") + "--></head>"), ipc_tag));
}

TEST_CASE("a script that the page refers to is not inserted again", "[assets]") {
    for (std::string_view prefix : {"/", "./", "", "../../"}) {
        const std::string html =
            "<head><script src='" + std::string{prefix} +
            "wails/ipc.js?v=1'></script><SCRIPT defer SRC=" + std::string{prefix} +
            "wails/runtime.js></SCRIPT></head>";
        CAPTURE(html);
        CHECK(inject_scripts(html) == html);
    }
}

TEST_CASE("a script that the page only mentions is inserted", "[assets]") {
    for (std::string_view marked : {
             "<head>@<!-- <script src=/wails/ipc.js></script><script src=/wails/runtime.js> -->",
             "<head>@<script>'<script src=/wails/ipc.js><script src=/wails/runtime.js>'</script>",
             "<head>@<a data-src=/wails/ipc.js href=/wails/runtime.js>",
             "<head>@<script src=https://else.where/wails/runtime.js></script>",
             "<head>@<title><script src=/wails/ipc.js><script src=/wails/runtime.js></title>",
         }) {
        CAPTURE(marked);
        CHECK(inject_scripts(without_mark(marked)) == with_tags(marked));
    }
}

TEST_CASE("runtime.js is never inserted in front of the only ipc.js", "[assets]") {
    const auto html = inject_scripts("<head></head><body><script src=/wails/ipc.js></script>");
    CHECK(html.starts_with(std::string{"<head>"}.append(ipc_tag).append(runtime_tag)));
}

TEST_CASE("a page that brings runtime.js alone gets ipc.js in front", "[assets]") {
    CHECK(inject_scripts("<head><script src=/wails/runtime.js></script>") ==
          std::string{"<head>"}.append(ipc_tag).append("<script src=/wails/runtime.js></script>"));
}

TEST_CASE("a document in UTF-16 comes back unchanged", "[assets]") {
    const std::string html{"\xff\xfe<\0h\0", 6};
    CHECK(inject_scripts(html) == html);
}

TEST_CASE("no broken document hangs or is cut", "[assets]") {
    const std::string html = "<!DOCTYPE html><html lang=\"e'n\"><head a='\"' b><!-- c --><title>d"
                             "</title><script src=\"/wails/ipc.js\">'</x'</script ></head><p/ ==a>";
    for (std::size_t end = 0; end <= html.size(); ++end)
        for (std::size_t begin = 0; begin <= end; ++begin) {
            const auto part = std::string_view{html}.substr(begin, end - begin);
            auto rest = inject_scripts(part);
            for (auto tag : {ipc_tag, runtime_tag})
                if (const auto at = rest.find(tag); at != rest.npos && part.find(tag) == part.npos)
                    rest.erase(at, tag.size());
            if (rest != part) FAIL("cut: " << part << " became " << rest);
        }
    SUCCEED();
}

TEST_CASE("a page at another address than its own gets a base for its relative references",
          "[assets]") {
    for (std::string_view reference :
         {R"(<script src="./main.js">)", "<script src=assets/main.js>", R"(<img src='a.png'>)",
          R"(<link rel=stylesheet href="a.css">)", R"(<video src="?film=1">)"}) {
        CAPTURE(reference);
        const auto page = "<head>" + std::string{reference};
        CHECK(inject_scripts(page, "/a&b/") == "<head>" + std::string{ipc_tag}.append(runtime_tag) +
                                                   "<base href=\"/a&amp;b/\">" +
                                                   std::string{reference});
        CHECK(inject_scripts(page).find("<base") == std::string::npos);
    }
    for (std::string_view reference :
         {R"(<script src="/main.js">)", R"(<script src="https://a/b.js">)", "<a href=there>",
          R"(<img src="data:image/png;base64,AA==">)", R"(<link href="#top">)", "<script src>",
          R"(<base href="/mine/"><script src="main.js">)"}) {
        CAPTURE(reference);
        CHECK(inject_scripts("<head>" + std::string{reference}, "/").find(R"(<base href="/">)") ==
              std::string::npos);
    }
}
