// SPDX-License-Identifier: MIT
//
// asset_server_test — requests and responses, as a page would see them.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/webview-host/support/page_asks.hpp"
#include "webview-host/assets/asset_server.hpp"
#include "webview-host/assets/scripts.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

using namespace fairlead::host;
using namespace fairlead::tests;

namespace {

/// A server over a temporary folder, with bindings and payloads that a test may set.
class served_site {
public:
    served_site() {
        write("index.html", "<!DOCTYPE html><head><title>home</title></head>");
        write("docs/page.html", "<p>deep</p>");
        write("app.js", "0123456789");
        write("empty.css", "");
    }

    void write(std::string_view path, std::string_view text) const { folder_.write(path, text); }

    asset_response answer(asset_request const& request) const { return server_.answer(request); }
    asset_response get(std::string_view target,
                       std::vector<http_header> const& headers = {}) const {
        return server_.answer({"GET", target, headers});
    }

    std::filesystem::path const& folder() const { return folder_.path(); }

    std::string bindings;
    std::map<std::string, std::string, std::less<>> payloads;

private:
    std::optional<std::string> take(std::string_view id) {
        const auto found = payloads.find(id);
        if (found == payloads.end()) return std::nullopt;
        auto text = std::move(found->second);
        payloads.erase(found);
        return text;
    }

    temporary_directory folder_;
    asset_server server_{open_assets(folder_.path()), [this] { return bindings; },
                         [this](std::string_view id) { return take(id); }};
};

std::string source_text(std::string_view path) {
    std::ifstream file{source_root() / path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string body_of(asset_response const& response) {
    if (auto const* text = std::get_if<std::string>(&response.body)) return *text;
    auto const& slice = std::get<file_slice>(response.body);
    return read_at(slice.fd.get(), slice.offset, slice.bytes).value();
}

constexpr std::string_view scripts_tags =
    R"(<script src="/wails/ipc.js"></script><script src="/wails/runtime.js"></script>)";

}  // namespace

TEST_CASE("9 a file is served with its type, its length and an etag", "[assets][contract]") {
    const served_site site;
    const auto response = site.get("/app.js");
    CHECK(response.status == 200);
    CHECK(response.header("content-type") == "text/javascript; charset=utf-8");
    CHECK(response.header("Content-Length") == "10");
    CHECK(response.header("ETag").size() > 2);
    CHECK(response.header("Cache-Control") == "no-cache");
    CHECK(response.header("X-Content-Type-Options") == "nosniff");
    CHECK(body_of(site.get("/app.js")) == "0123456789");
    CHECK(body_of(site.get("/empty.css")).empty());
}

// Wails: only /, folders and index.html get the scripts.
// Here: every HTML document gets them.
TEST_CASE("1.4 every HTML document carries the scripts, not only index.html",
          "[assets][contract]") {
    const served_site site;
    for (std::string_view target : {"/", "/index.html", "/docs/page.html", "/docs/page.html?a=b"}) {
        CAPTURE(target);
        const auto response = site.get(target);
        CHECK(response.header("Content-Type") == "text/html; charset=utf-8");
        CHECK(response.header("Content-Length") ==
              std::to_string(body_bytes(response.body).value()));
        CHECK(body_of(site.get(target)).find("<script src=\"/wails/ipc.js\"></script>") !=
              std::string::npos);
    }
}

TEST_CASE("1.1 ipc.js and runtime.js are served as they lie in the source tree",
          "[assets][contract]") {
    const served_site site;
    CHECK(site.get("/wails/ipc.js").header("Content-Type") == "text/javascript; charset=utf-8");
    CHECK(body_of(site.get("/wails/ipc.js")) == ipc_script());
    CHECK(body_of(site.get("/wails/runtime.js")) == runtime_script());
    CHECK(ipc_script() == source_text("webview-host/runtime/ipc.js"));
    // One script made of the folder's others, the one that starts it last.
    std::string parts;
    constexpr std::array names{"arguments",    "bindings",         "channel_calls", "context_menu",
                               "delivery",     "events",           "failures",      "file_drop",
                               "flags",        "live_call",        "live_messages", "message_calls",
                               "offers",       "page_identity",    "stream_reader", "stream_source",
                               "window_frame", "window_functions", "runtime"};
    for (std::string const name : names)
        parts += source_text("webview-host/runtime/" + name + ".js") + '\n';
    CHECK(runtime_script() == "(function () {\n'use strict';\n\n" + parts + "})();\n");
}

TEST_CASE("1.1 runtime.js begins with the bindings of this moment", "[assets][contract]") {
    served_site site;
    site.bindings = R"({"main":{"App":{"Greet":{}}}})";
    const auto text = body_of(site.get("/wails/runtime.js"));
    CHECK(text.starts_with(R"(window.wailsbindings='{\"main\":{\"App\":{\"Greet\":{}}}}';)"
                           "\n(function () {"));
    const std::string etag{site.get("/wails/runtime.js").header("ETag")};
    site.bindings = "{}";
    CHECK(site.get("/wails/runtime.js", {{"If-None-Match", etag}}).status == 200);
}

TEST_CASE("1.1 bindings cannot break out of their quotes", "[assets][contract]") {
    CHECK(bindings_line("").empty());
    CHECK(bindings_line("{\"it's\":\"\\n</script>\xe2\x80\xa8\n\"}") ==
          "window.wailsbindings='{\\\"it\\'s\\\":\\\"\\\\n</script>\\u2028\\n\\\"}';\n");
}

TEST_CASE("a parked text is served once and never kept", "[assets]") {
    served_site site;
    site.payloads["42"] = "{\"big\":1}";
    const auto head = site.answer({"HEAD", "/wails/payload/42"});
    CHECK(head.status == 405);
    CHECK(head.header("Allow") == "GET");

    const auto response = site.get("/wails/payload/42");
    CHECK(response.status == 200);
    CHECK(response.header("Cache-Control") == "no-store");
    CHECK(response.header("Cross-Origin-Resource-Policy") == "same-origin");
    CHECK(std::get<std::string>(response.body) == "{\"big\":1}");
    CHECK(site.get("/wails/payload/42").status == 404);
    CHECK(site.get("/wails/payload/").status == 404);
}

// Wails: 404; a missing index.html is a page with status 200.
// Here: 404 and a page that says what is missing.
TEST_CASE("9 what is not there is a page that says so", "[assets][contract]") {
    const served_site site;
    const auto response = site.get("/no<b>thing");
    CHECK(response.status == 404);
    CHECK(response.header("Content-Type") == "text/html; charset=utf-8");
    CHECK(std::get<std::string>(response.body).find("The app has no /no&lt;b&gt;thing.") !=
          std::string::npos);
    CHECK(site.get("/../secret").status == 404);
}

TEST_CASE("an app without index.html is told where it is looked for", "[assets]") {
    const served_site site;
    std::filesystem::remove(site.folder() / "index.html");
    const auto response = site.get("/");
    CHECK(response.status == 404);
    CHECK(std::get<std::string>(response.body).find("wails.json") != std::string::npos);
}

TEST_CASE("9 without a handler, other methods than GET and HEAD are 405", "[assets][contract]") {
    const served_site site;
    for (std::string_view method : {"POST", "PUT", "DELETE", "OPTIONS", "get", ""}) {
        CAPTURE(method);
        const auto response = site.answer({method, "/app.js"});
        CHECK(response.status == 405);
        CHECK(response.header("Allow") == "GET, HEAD");
    }
}

TEST_CASE("9 HEAD answers like GET, without the body", "[assets][contract]") {
    const served_site site;
    for (std::string_view target : {"/", "/app.js", "/wails/runtime.js", "/nothing"}) {
        CAPTURE(target);
        const auto get = site.get(target), head = site.answer({"HEAD", target});
        CHECK(head.status == get.status);
        CHECK(head.header("Content-Length") == get.header("Content-Length"));
        CHECK(head.header("ETag") == get.header("ETag"));
        CHECK(body_bytes(head.body) == 0u);
    }
}

TEST_CASE("9 a file that has not changed is not sent again", "[assets][contract]") {
    const served_site site;
    for (std::string_view target : {"/", "/app.js", "/wails/ipc.js"}) {
        CAPTURE(target);
        const std::string etag{site.get(target).header("ETag")};
        for (std::string const& tags :
             {etag, "W/" + etag, "\"other\", " + etag, std::string{"*"}}) {
            const auto response = site.get(target, {{"if-none-match", tags}});
            CHECK(response.status == 304);
            CHECK(body_bytes(response.body) == 0u);
            CHECK(response.header("ETag") == etag);
        }
        CHECK(site.get(target, {{"If-None-Match", "\"other\""}}).status == 200);
    }
}

TEST_CASE("a changed file is sent again", "[assets]") {
    const served_site site;
    const std::string etag{site.get("/app.js").header("ETag")};
    site.write("app.js", "changed, and longer");
    CHECK(site.get("/app.js", {{"If-None-Match", etag}}).status == 200);
}

TEST_CASE("9 one range of a file is sent as that part", "[assets][contract]") {
    const served_site site;
    struct expectation {
        std::string_view range, part, content_range;
    };
    for (auto const& [range, part, content_range] : {
             expectation{"bytes=0-3", "0123", "bytes 0-3/10"},
             expectation{"bytes=4-", "456789", "bytes 4-9/10"},
             expectation{"bytes=-3", "789", "bytes 7-9/10"},
             expectation{"bytes=8-99", "89", "bytes 8-9/10"},
             expectation{"bytes=-99", "0123456789", "bytes 0-9/10"},
             expectation{"bytes=9-9", "9", "bytes 9-9/10"},
         }) {
        CAPTURE(range);
        const std::vector<http_header> headers{{"Range", std::string{range}}};
        const auto response = site.get("/app.js", headers);
        CHECK(response.status == 206);
        CHECK(response.header("Content-Range") == content_range);
        CHECK(response.header("Content-Length") == std::to_string(part.size()));
        CHECK(body_of(site.get("/app.js", headers)) == part);
    }
}

TEST_CASE("a range of an injected page counts the page as it is served", "[assets]") {
    const served_site site;
    const auto whole = body_of(site.get("/"));
    const auto part = site.get("/", {{"Range", "bytes=10-29"}});
    CHECK(part.status == 206);
    CHECK(std::get<std::string>(part.body) == whole.substr(10, 20));
}

TEST_CASE("9 a range beyond the end is refused with the size", "[assets][contract]") {
    const served_site site;
    for (std::string_view range : {"bytes=10-", "bytes=10-20", "bytes=-0"}) {
        CAPTURE(range);
        const auto response = site.get("/app.js", {{"Range", std::string{range}}});
        CHECK(response.status == 416);
        CHECK(response.header("Content-Range") == "bytes */10");
    }
    CHECK(site.get("/empty.css", {{"Range", "bytes=0-"}}).status == 416);
}

// Wails: several ranges are answered as multipart.
// Here: they get the whole file.
TEST_CASE("9 several ranges, and what is no range, get the whole file", "[assets][contract]") {
    const served_site site;
    for (std::string_view range :
         {"bytes=0-1,3-4", "bytes=", "bytes=-", "bytes=a-b", "bytes=3-1", "bytes=1", "lines=0-1",
          "bytes=0-1x", "bytes=99999999999999999999999-"}) {
        CAPTURE(range);
        CHECK(site.get("/app.js", {{"Range", std::string{range}}}).status == 200);
    }
}

TEST_CASE("9 a range of another version gets the whole file", "[assets][contract]") {
    const served_site site;
    const std::string etag{site.get("/app.js").header("ETag")};
    CHECK(site.get("/app.js", {{"Range", "bytes=0-1"}, {"If-Range", etag}}).status == 206);
    CHECK(site.get("/app.js", {{"Range", "bytes=0-1"}, {"If-Range", "\"old\""}}).status == 200);
}

// Wails: the same three for whoever asks.
// Here: the same; no other HTML that a script fetches.
TEST_CASE("1.4 what a script fetches to insert somewhere is left as it is", "[assets][contract]") {
    const served_site site;
    CHECK(body_of(site.get("/docs/page.html", as_part)) == "<p>deep</p>");
    CHECK(body_of(site.get("/docs/page.html", as_document)).starts_with(scripts_tags));
    CHECK(body_of(site.get("/docs/page.html", {{"Accept", "text/html, */*;q=0.1"}})) ==
          "<p>deep</p>");
    CHECK(body_of(site.get("/docs/page.html", {{"Sec-Fetch-Mode", "cors"}})) == "<p>deep</p>");
    CHECK(body_of(site.get("/docs/page.html", {{"Sec-Fetch-Mode", "navigate"}}))
              .starts_with(scripts_tags));
    // These three are rewritten by Wails for whoever asks.
    site.write("docs/index.html", "<p>index</p>");
    for (std::string_view target : {"/", "/docs/", "/docs/index.html"}) {
        CAPTURE(target);
        CHECK(body_of(site.get(target, as_part)).find(scripts_tags) != std::string::npos);
    }
}

// Wails: a folder without a slash, and a file with one, are 500.
// Here: a folder is its index.html; a file with a slash is 404.
TEST_CASE("9 a folder is its index.html, with a slash at its end or without",
          "[assets][contract]") {
    const served_site site;
    site.write("docs/index.html", "<head><script src=app.js></script></head>");
    CHECK(body_of(site.get("/docs/", as_document)) ==
          "<head>" + std::string{scripts_tags} + "<script src=app.js></script></head>");
    // Without it "app.js" would mean "/app.js".
    CHECK(body_of(site.get("/docs", as_document)) == "<head>" + std::string{scripts_tags} +
                                                         "<base href=\"/docs/\">"
                                                         "<script src=app.js></script></head>");
    CHECK(site.get("/app.js/").status == 404);
}

// Wails: 404: hash routing is recommended.
// Here: index.html with 200; files of a known type that are missing are 404.
TEST_CASE("9 a document that is nowhere is a place inside the app: it gets index.html",
          "[assets][contract]") {
    const served_site site;
    for (std::string_view target :
         {"/settings", "/settings/x", "/users/jane.doe?tab=1", "/a.html"}) {
        CAPTURE(target);
        const auto response = site.get(target, as_document);
        CHECK(response.status == 200);
        CHECK(response.header("Content-Type") == "text/html; charset=utf-8");
        CHECK(body_of(response).find("<title>home</title>") != std::string::npos);
        CHECK(body_of(response).find(scripts_tags) != std::string::npos);
        CHECK(site.get(target, as_part).status == 404);
        CHECK(site.get(target).status == 404);
        CHECK(site.answer({"POST", target, as_document}).status == 405);
    }
    CHECK(site.get("/missing.png", as_document).status == 404);
    CHECK(site.get("/assets/missing.js", as_document).status == 404);
    std::filesystem::remove(site.folder() / "index.html");
    CHECK(site.get("/settings", as_document).status == 404);
}

TEST_CASE("9 relative references of a deep link's page mean what they mean in index.html",
          "[assets][contract]") {
    const served_site site;
    CHECK(body_of(site.get("/settings/x", as_document)).find("<base") == std::string::npos);
    site.write("index.html", "<head><script type=module src=./main.js></script></head>");
    CHECK(body_of(site.get("/settings/x", as_document)).find("<base href=\"/\">") !=
          std::string::npos);
    CHECK(body_of(site.get("/", as_document)).find("<base") == std::string::npos);
    CHECK(body_of(site.get("/settings", as_document)).find("<base") == std::string::npos);
}

TEST_CASE("9 a file says when it was changed, and is not sent again to who has it since",
          "[assets][contract]") {
    const served_site site;
    const std::string changed{site.get("/app.js").header("Last-Modified")};
    CHECK(changed.ends_with(" GMT"));
    const auto known = site.get("/app.js", {{"If-Modified-Since", changed}});
    CHECK(known.status == 304);
    CHECK(body_bytes(known.body) == 0u);
    CHECK(known.header("Content-Length").empty());
    for (std::string_view since :
         {"Sun, 06 Nov 1994 08:49:37 GMT", "yesterday", "06 Nov 2094 08:49:37 GMT"}) {
        CAPTURE(since);
        CHECK(site.get("/app.js", {{"If-Modified-Since", std::string{since}}}).status == 200);
    }
    // The tag knows better.
    CHECK(site.get("/app.js", {{"If-Modified-Since", changed}, {"If-None-Match", "\"old\""}})
              .status == 200);
    CHECK(site.get("/app.js", {{"Range", "bytes=0-1"}, {"If-Range", changed}}).status == 206);
    CHECK(
        site.get("/app.js", {{"Range", "bytes=0-1"}, {"If-Range", "Sun, 06 Nov 1994 08:49:37 GMT"}})
            .status == 200);
}

TEST_CASE("9 a version that must be there and is not is a failed precondition",
          "[assets][contract]") {
    const served_site site;
    const std::string etag{site.get("/app.js").header("ETag")};
    CHECK(site.get("/app.js", {{"If-Match", etag}}).status == 200);
    CHECK(site.get("/app.js", {{"If-Match", "*"}}).status == 200);
    CHECK(site.get("/app.js", {{"If-Match", "\"old\""}}).status == 412);
    CHECK(site.get("/app.js", {{"If-Match", "W/" + etag}}).status == 412);
    CHECK(site.get("/app.js", {{"If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}).status ==
          412);
}

// Wails: 501.
// Here: the same.
TEST_CASE("9 a WebSocket is refused with 501", "[assets][contract]") {
    const served_site site;
    for (std::string_view target : {"/", "/wails/ipc", "/nothing"})
        CHECK(site.get(target, {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}}).status ==
              501);
}

TEST_CASE("1.1 nothing of the app's can take the place of the scripts", "[assets][contract]") {
    const served_site site;
    site.write("wails/ipc.js", "stolen");
    CHECK(body_of(site.get("/wails/ipc.js?v=2")) == ipc_script());
    CHECK(site.answer({"POST", "/wails/runtime.js"}).status == 405);
}

// Wails: the shortest path ending in index.html is the root; without one the app does not start.
// Here: the same for a file of just that name; without one there is a page that says where it is
// looked for.
TEST_CASE("9 the root of the assets is where the shortest path to an index.html leads",
          "[assets][contract]") {
    const served_site site;
    std::filesystem::remove(site.folder() / "index.html");
    site.write("web/build/dist/index.html", "longer");
    site.write("web/dist/index.html", "shorter");
    site.write("web/dist/app.css", "in dist");
    site.write("node_modules/a/index.html", "not ours");
    site.write("a/b/c/my-index.html", "another name");
    const asset_server server{open_assets(site.folder()), [] { return ""; },
                              [](std::string_view) { return std::nullopt; }};
    CHECK(body_of(server.answer({"GET", "/"})).ends_with("shorter"));
    CHECK(body_of(server.answer({"GET", "/app.css"})) == "in dist");
    CHECK(server.answer({"GET", "/web/dist/app.css"}).status == 404);
}
