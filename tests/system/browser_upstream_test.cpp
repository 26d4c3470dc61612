// SPDX-License-Identifier: MIT
//
// browser_upstream_test — the front end's own server behind ours: what goes there, what comes back,
// and what is said when it does not.
#include "tests/support/browser_app.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"

#include <csignal>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const std::string document = "Accept: text/html,application/xhtml+xml";

class server {
public:
    server() : child_{{FAIRLEAD_NODE, {FAIRLEAD_TEST_UPSTREAM}, {}}} { port_ = child_.read_line(); }
    std::string address() const { return "localhost:" + port_; }
    std::string url() const { return "http://" + address() + "/"; }
    void end() {
        child_.signal(SIGKILL);
        child_.wait();
    }

private:
    child child_;
    std::string port_;
};

browser_app_setup behind(server const& front_end, std::string const& path = "") {
    return {.options = {"--upstream", front_end.url() + path}};
}

}  // namespace

TEST_CASE("a page of the front end's server has the scripts, and its folder is not asked",
          "[system][browser][upstream]") {
    server front_end;
    browser_app app{behind(front_end)};
    // Not packed, and not the version that it was before we wrote into it.
    const auto page = app.ask(
        {.headers = {document, "Accept-Encoding: gzip, br", "If-None-Match: \"of the server\""}});
    CHECK(page.status == 200);
    CHECK_THAT(page.body, Contains("of the server") &&
                              Contains("<head><script src=\"/wails/ipc.js\"></script>") &&
                              Contains("/wails/runtime.js"));
    CHECK(page.header("Content-Length") == std::to_string(page.body.size()));
    CHECK(page.header("ETag").empty());
    CHECK(app.ask({.target = "/app.css"}).body == "the server has none");
    CHECK_THAT(app.ask({.target = "/wails/runtime.js"}).body, Contains("Greet"));
    CHECK(app.ask({.method = "HEAD", .target = "/large"}).status == 200);

    auto socket = app.plain();
    socket.send(call_text("main.App.Greet", R"(["Ada"])", "1"));
    CHECK_THAT(socket.read(), Contains("Hello Ada"));

    browser_app below{behind(front_end, "app/")};
    CHECK_THAT(below.ask({.headers = {document}}).body, Contains("of the server"));
}

TEST_CASE("the server is asked under its own name, without what is between neighbours",
          "[system][browser][upstream]") {
    server front_end;
    browser_app app{behind(front_end)};
    const auto own = "Origin: http://localhost:" + std::to_string(app.port());
    const auto said = app.ask({"POST",
                               "/asked?a=%20b",
                               {own, "Connection: X-Secret", "X-Secret: 1", "TE: trailers",
                                "Keep-Alive: 5", "X-Mine: yes", "Content-Type: text/plain"},
                               std::string(3u << 20, 'x')});
    CHECK_THAT(said.body, Contains(R"("method":"POST","url":"/asked?a=%20b")"));
    CHECK_THAT(said.body, Contains(R"("host":")" + front_end.address()) &&
                              Contains(R"("origin":"http://)" + front_end.address()));
    CHECK_THAT(said.body, Contains(R"("x-mine":"yes")") &&
                              Contains(R"("accept-encoding":"identity")") &&
                              Contains("\"bytes\":" + std::to_string(3u << 20)));
    CHECK_THAT(said.body,
               !Contains("x-secret") && !Contains("trailers") && !Contains("keep-alive"));

    const auto back = app.ask({.target = "/neighbours"});
    CHECK(back.body == "plain");
    CHECK(back.header("X-For-All") == "yes");
    CHECK(back.header("X-Between-Us").empty());
    CHECK(back.header("Keep-Alive").empty());
    CHECK(back.header("Access-Control-Allow-Origin").empty());
    CHECK(back.header("Cross-Origin-Resource-Policy") == "same-origin");
    CHECK_THAT(app.ask({.target = "/moved"}).body, Contains(R"("url":"/asked?moved")"));
}

TEST_CASE("what the server has comes piece by piece, and ends with its reader",
          "[system][browser][upstream]") {
    server front_end;
    browser_app app{behind(front_end)};
    const auto host = "Host: localhost:" + std::to_string(app.port()) + "\r\n\r\n";
    web_stream parts{app.port()};
    parts.send("GET /parts HTTP/1.1\r\n" + host);
    parts.take_until("first,");  // Before there is a second.
    CHECK(app.ask({.target = "/go-on"}).body == "gone on");
    parts.take_until("second");
    {
        web_stream endless{app.port()};
        endless.send("GET /endless HTTP/1.1\r\n" + host);
        endless.take_until("data: 1\n\n");
        CHECK(app.ask({.target = "/left"}).body == "0");
    }
    eventually("the server sees that its reader has gone",
               [&] { return app.ask({.target = "/left"}).body == "1"; });
    const auto large = app.ask({.target = "/large"}).body;
    CHECK(large.size() == 8u << 20);
    CHECK_THAT(large.substr(large.size() - 16), Contains("fairleadfairlead"));
}

TEST_CASE("a socket of the front end's server goes there as it is", "[system][browser][upstream]") {
    server front_end;
    browser_app app{behind(front_end)};
    const auto own = "Origin: http://localhost:" + std::to_string(app.port());
    web_socket socket{app.port(), "/?token=vite", {own, "Sec-WebSocket-Protocol: vite-hmr"}};
    const auto said = socket.read();
    CHECK_THAT(said, Contains(R"("url":"/?token=vite")") && Contains("vite-hmr") &&
                         Contains(R"("host":")" + front_end.address()) &&
                         Contains(R"("origin":"http://)" + front_end.address()));
    for (std::string const text : {"one", "two"}) {
        socket.send(text);
        CHECK(socket.read() == text);
    }
    socket.send("end");
    CHECK(socket.wait_for_end() == 0);

    const auto refused = [&](std::vector<std::string> const& headers) {
        try {
            web_socket stranger{app.port(), "/?token=vite", headers};
        } catch (web_socket::refused const& why) {
            return why.answer;
        }
        return web_answer{};
    };
    CHECK(refused({"Origin: http://evil.example"}).status == 403);
    CHECK(refused({"Host: evil.example"}).status == 403);
    CHECK(app.ask({.headers = {"Host: evil.example"}}).status == 403);
    front_end.end();
    CHECK(refused({own}).status == 502);
}

TEST_CASE("what the server does not have plugins are asked for", "[system][browser][upstream]") {
    server front_end;
    browser_app_setup setup = behind(front_end);
    setup.plugins_more = R"(,{"name":"assets","exec":")" +
                         (program_dir().parent_path() / "tests/asset_plugin").string() + R"("})";
    browser_app app{std::move(setup)};
    eventually("the plugin answers",
               [&] { return app.ask({.target = "/api/hello"}).status == 200; });
    CHECK(app.ask({.method = "POST", .target = "/nowhere", .body = "x"}).body ==
          "the server has none");
    CHECK(app.ask({.target = "/reads-only"}).body == "of the server");
}

TEST_CASE("a server that fails is passed on, one that is not there is explained",
          "[system][browser][upstream]") {
    server front_end;
    browser_app app{behind(front_end)};
    const auto failed = app.ask({.target = "/broken"});
    CHECK(failed.status == 500);
    CHECK(failed.body == "broken inside");
    const auto slammed = app.ask({.target = "/slam"});
    CHECK(slammed.status == 502);
    CHECK_THAT(slammed.body, Contains("GET /slam") && Contains("broke off"));
    front_end.end();
    const auto away = app.ask({.target = "/deep?x=1", .headers = {document}});
    CHECK(away.status == 502);
    CHECK_THAT(away.body, Contains("GET /deep?x=1") && Contains(front_end.url()) &&
                              Contains("Connection refused") && Contains("fairlead dev"));
    CHECK_THAT(away.body, Contains("/wails/ipc.js"));  // It can be told to load again.
    CHECK(app.ask({.target = "/src/main.ts"}).status == 502);
}
