// SPDX-License-Identifier: MIT
//
// browser_handlers_test — what plugins serve, asked for by a browser.
#include "tests/support/browser_app.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

browser_app_setup with_assets() {
    const auto plugin = program_dir().parent_path() / "tests/asset_plugin";
    return {.plugins_more = R"(,{"name":"assets","exec":")" + plugin.string() + R"("})"};
}

/// Byte n is n mod 251.
bool is_pattern(std::string_view text, std::size_t from = 0) {
    for (std::size_t i = 0; i < text.size(); ++i)
        if (static_cast<unsigned char>(text[i]) != (from + i) % 251) return false;
    return true;
}

}  // namespace

TEST_CASE("a plugin's handler answers a browser as it answers a window",
          "[system][browser][assets]") {
    browser_app app{with_assets()};
    eventually("the plugin answers",
               [&] { return app.ask({.target = "/api/there"}).status == 200; });
    const auto posted = app.ask({"POST",
                                 "/api/notes?draft=1",
                                 {"X-Mine: yes", "Content-Type: text/plain"},
                                 std::string(1u << 20, 'n')});
    CHECK(posted.status == 200);
    CHECK(posted.header("X-Plugin") == "yes");
    CHECK_THAT(posted.body.substr(0, 300),
               Contains("POST /api/notes?draft=1\n") && Contains("X-Mine: yes\n"));
    CHECK(posted.body.ends_with("\n\n" + std::string(1u << 20, 'n')));
    CHECK_THAT(app.ask({"DELETE", "/api/notes/7"}).body, Contains("DELETE /api/notes/7\n"));

    const auto streamed = app.ask({.target = "/stream?5000000"});
    CHECK(streamed.body.size() == 5'000'000);
    CHECK(is_pattern(streamed.body));
    const auto part = app.ask({.target = "/film", .headers = {"Range: bytes=1000000-1000999"}});
    CHECK(part.status == 206);
    CHECK(part.header("Content-Range") == "bytes 1000000-1000999/10000000");
    CHECK(part.body.size() == 1'000);
    CHECK(is_pattern(part.body, 1'000'000));

    const auto page =
        app.ask({.target = "/page", .headers = {"Accept: text/html,application/xhtml+xml"}});
    CHECK_THAT(page.body, Contains("/wails/ipc.js") && Contains("<h1>made</h1>"));
    CHECK(app.ask({.target = "/throw"}).status == 500);
    CHECK(app.ask({.target = "/nowhere.txt"}).status == 404);
    CHECK(app.ask({.method = "POST", .target = "/nowhere", .body = "x"}).status == 405);
    CHECK_THROWS(
        app.ask({.target = "/torn?1000000"}));  // Breaks off, and so is seen not to be whole.
    CHECK(app.ask({.target = "/api/still"}).status == 200);
}

TEST_CASE("a reader that goes ends what a plugin makes for it", "[system][browser][assets]") {
    browser_app app{with_assets()};
    eventually("the plugin answers",
               [&] { return app.ask({.target = "/api/there"}).status == 200; });
    auto page = app.plain();
    {
        web_stream reader{app.port()};
        reader.send("GET /stream?1000000000 HTTP/1.1\r\nHost: localhost:" +
                    std::to_string(app.port()) + "\r\n\r\n");
        reader.take(1u << 20);
    }
    eventually("the plugin has closed the body", [&] {
        page.send(call_text("test.Assets.Open", "[]", "open"));
        return page.read_with("c{").starts_with(R"(c{"result":0,)");
    });
}
