// SPDX-License-Identifier: MIT
//
// asset_server_test — requests and responses, as a page would see them.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "webview-host/assets/asset_server.hpp"
#include "webview-host/assets/scripts.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <system_error>

using namespace fairlead::host;

namespace {

/// A server over a temporary folder, with bindings and payloads that a test may set.
class served_site {
public:
    served_site() : folder_{make_folder()} {
        write("index.html", "<!DOCTYPE html><head><title>home</title></head>");
        write("docs/page.html", "<p>deep</p>");
        write("app.js", "0123456789");
        write("empty.css", "");
    }
    ~served_site() { std::filesystem::remove_all(folder_); }
    served_site(served_site const&) = delete;
    served_site& operator=(served_site const&) = delete;

    void write(std::string_view path, std::string_view text) const {
        std::filesystem::create_directories((folder_ / path).parent_path());
        std::ofstream{folder_ / path} << text;
    }

    asset_response answer(asset_request const& request) const { return server_.answer(request); }
    asset_response get(std::string_view target,
                       std::vector<http_header> const& headers = {}) const {
        return server_.answer({"GET", target, headers});
    }

    std::filesystem::path const& folder() const { return folder_; }

    std::string bindings;
    std::map<std::string, std::string, std::less<>> payloads;

private:
    static std::filesystem::path make_folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "fairlead-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr)
            throw std::system_error{errno, std::system_category(), "mkdtemp"};
        return pattern;
    }

    std::optional<std::string> take(std::string_view id) {
        const auto found = payloads.find(id);
        if (found == payloads.end()) return std::nullopt;
        auto text = std::move(found->second);
        payloads.erase(found);
        return text;
    }

    std::filesystem::path folder_;
    asset_server server_{asset_folder::open(folder_).value(), [this] { return bindings; },
                         [this](std::string_view id) { return take(id); }};
};

std::string source_text(std::string_view path) {
    std::ifstream file{fairlead::tests::source_root() / path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string body_of(asset_response response) { return read_body(std::move(response.body)).value(); }

}  // namespace

TEST_CASE("a file is served with its type, its length and an etag", "[assets]") {
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

TEST_CASE("every HTML document carries the scripts, not only index.html", "[assets]") {
    const served_site site;
    for (std::string_view target : {"/", "/index.html", "/docs/page.html", "/docs/page.html?a=b"}) {
        CAPTURE(target);
        const auto response = site.get(target);
        CHECK(response.header("Content-Type") == "text/html; charset=utf-8");
        CHECK(response.header("Content-Length") == std::to_string(body_bytes(response.body)));
        CHECK(body_of(site.get(target)).find("<script src=\"/wails/ipc.js\"></script>") !=
              std::string::npos);
    }
}

TEST_CASE("ipc.js and runtime.js are served as they lie in the source tree", "[assets]") {
    const served_site site;
    CHECK(site.get("/wails/ipc.js").header("Content-Type") == "text/javascript; charset=utf-8");
    CHECK(body_of(site.get("/wails/ipc.js")) == ipc_script());
    CHECK(body_of(site.get("/wails/runtime.js")) == runtime_script());
    CHECK(ipc_script() == source_text("webview-host/runtime/ipc.js"));
    // One script made of the folder's others, the one that starts it last.
    std::string parts;
    constexpr std::array names{
        "arguments",     "bindings",     "channel_calls",    "context_menu", "delivery",
        "events",        "failures",     "file_drop",        "flags",        "message_calls",
        "page_identity", "window_frame", "window_functions", "runtime"};
    for (std::string const name : names)
        parts += source_text("webview-host/runtime/" + name + ".js") + '\n';
    CHECK(runtime_script() == "(function () {\n'use strict';\n\n" + parts + "})();\n");
}

TEST_CASE("runtime.js begins with the bindings of this moment", "[assets]") {
    served_site site;
    site.bindings = R"({"main":{"App":{"Greet":{}}}})";
    const auto text = body_of(site.get("/wails/runtime.js"));
    CHECK(text.starts_with(R"(window.wailsbindings='{\"main\":{\"App\":{\"Greet\":{}}}}';)"
                           "\n(function () {"));
    const std::string etag{site.get("/wails/runtime.js").header("ETag")};
    site.bindings = "{}";
    CHECK(site.get("/wails/runtime.js", {{"If-None-Match", etag}}).status == 200);
}

TEST_CASE("bindings cannot break out of their quotes", "[assets]") {
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

TEST_CASE("what is not there is a page that says so", "[assets]") {
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

TEST_CASE("assets are only read", "[assets]") {
    const served_site site;
    for (std::string_view method : {"POST", "PUT", "DELETE", "OPTIONS", "get", ""}) {
        CAPTURE(method);
        const auto response = site.answer({method, "/app.js"});
        CHECK(response.status == 405);
        CHECK(response.header("Allow") == "GET, HEAD");
    }
}

TEST_CASE("HEAD answers like GET, without the body", "[assets]") {
    const served_site site;
    for (std::string_view target : {"/", "/app.js", "/wails/runtime.js", "/nothing"}) {
        CAPTURE(target);
        const auto get = site.get(target), head = site.answer({"HEAD", target});
        CHECK(head.status == get.status);
        CHECK(head.header("Content-Length") == get.header("Content-Length"));
        CHECK(head.header("ETag") == get.header("ETag"));
        CHECK(body_bytes(head.body) == 0);
    }
}

TEST_CASE("a file that has not changed is not sent again", "[assets]") {
    const served_site site;
    for (std::string_view target : {"/", "/app.js", "/wails/ipc.js"}) {
        CAPTURE(target);
        const std::string etag{site.get(target).header("ETag")};
        for (std::string const& tags :
             {etag, "W/" + etag, "\"other\", " + etag, std::string{"*"}}) {
            const auto response = site.get(target, {{"if-none-match", tags}});
            CHECK(response.status == 304);
            CHECK(body_bytes(response.body) == 0);
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

TEST_CASE("one range of a file is sent as that part", "[assets]") {
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
        auto const& slice = std::get<file_slice>(response.body);
        CHECK(::lseek(slice.fd.get(), 0, SEEK_CUR) == static_cast<off_t>(slice.offset));
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

TEST_CASE("a range beyond the end is refused with the size", "[assets]") {
    const served_site site;
    for (std::string_view range : {"bytes=10-", "bytes=10-20", "bytes=-0"}) {
        CAPTURE(range);
        const auto response = site.get("/app.js", {{"Range", std::string{range}}});
        CHECK(response.status == 416);
        CHECK(response.header("Content-Range") == "bytes */10");
    }
    CHECK(site.get("/empty.css", {{"Range", "bytes=0-"}}).status == 416);
}

TEST_CASE("several ranges, and what is no range, get the whole file", "[assets]") {
    const served_site site;
    for (std::string_view range :
         {"bytes=0-1,3-4", "bytes=", "bytes=-", "bytes=a-b", "bytes=3-1", "bytes=1", "lines=0-1",
          "bytes=0-1x", "bytes=99999999999999999999999-"}) {
        CAPTURE(range);
        CHECK(site.get("/app.js", {{"Range", std::string{range}}}).status == 200);
    }
}

TEST_CASE("a range of another version gets the whole file", "[assets]") {
    const served_site site;
    const std::string etag{site.get("/app.js").header("ETag")};
    CHECK(site.get("/app.js", {{"Range", "bytes=0-1"}, {"If-Range", etag}}).status == 206);
    CHECK(site.get("/app.js", {{"Range", "bytes=0-1"}, {"If-Range", "\"old\""}}).status == 200);
}
