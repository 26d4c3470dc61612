// SPDX-License-Identifier: MIT
//
// browser_security_test — what strangers try with the development server, and what they get: each
// attempt stands in the output under its name.
#include "tests/support/browser_app.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

struct attempt {
    std::string name;
    web_question question;
    std::string reason;
};

void say(std::string const& name, web_answer const& got) {
    const auto begin = got.body.find("<p>");
    const auto end = got.body.find("</p>");
    std::printf("  %-48s %d  %s\n", name.c_str(), got.status,
                begin == got.body.npos ? "" : got.body.substr(begin + 3, end - begin - 3).c_str());
}

/// What a program of somebody else is answered.
web_answer ask_as(uid_t user, browser_app const& app, std::string const& target) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    fairlead::unique_fd read{ends[0]}, write{ends[1]};
    const pid_t other = ::fork();
    if (other == 0) {
        try {
            if (::setgroups(0, nullptr) != 0 || ::setresgid(user, user, user) != 0 ||
                ::setresuid(user, user, user) != 0)
                ::_exit(1);
            const auto got = app.ask({.target = target});
            const auto text = std::to_string(got.status) + ' ' + got.body;
            ::_exit(::write(write.get(), text.data(), text.size()) == std::ssize(text) ? 0 : 1);
        } catch (std::exception const&) {
            ::_exit(1);
        }
    }
    write.reset();
    web_answer got;
    char bytes[4096];
    for (ssize_t came = 0; (came = ::read(read.get(), bytes, sizeof bytes)) > 0;)
        got.body.append(bytes, static_cast<std::size_t>(came));
    int ended = 0;
    REQUIRE(::waitpid(other, &ended, 0) == other);
    REQUIRE(ended == 0);
    got.status = std::atoi(got.body.c_str());
    return got;
}

}  // namespace

TEST_CASE("a socket is refused to pages from elsewhere, under strange names and without the token",
          "[system][browser][security]") {
    browser_app app;
    const auto port = ":" + std::to_string(app.port());
    const auto with_token = "/wails/ipc?token=" + app.token();
    const std::string own = "Origin: http://localhost" + port;
    const std::vector<std::string> upgrade{"Upgrade: websocket", "Connection: Upgrade",
                                           "Sec-WebSocket-Version: 13",
                                           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="};
    const auto asks = [&](std::string target, std::vector<std::string> more) {
        more.insert(more.end(), upgrade.begin(), upgrade.end());
        return web_question{"GET", std::move(target), std::move(more), ""};
    };
    const std::vector<attempt> attempts{
        {"socket: origin of a foreign page", asks(with_token, {"Origin: http://evil.example"}),
         "of a page from elsewhere"},
        {"socket: origin of another port of this machine",
         asks(with_token, {"Origin: http://localhost:1"}), "of a page from elsewhere"},
        {"socket: origin that only begins like ours", asks(with_token, {own + ".evil.example"}),
         "of a page from elsewhere"},
        {"socket: origin null (a sandboxed frame)", asks(with_token, {"Origin: null"}),
         "of a page from elsewhere"},
        {"socket: host of a stranger (DNS rebinding)",
         asks(with_token, {"Host: evil.example" + port, "Origin: http://evil.example" + port}),
         "none of this server"},
        {"socket: host with another port", asks(with_token, {"Host: localhost:1"}),
         "none of this server"},
        {"socket: without a token", asks("/wails/ipc", {own}), "needs ?token"},
        {"socket: wrong token", asks("/wails/ipc?token=00000000000000000000000000000000", {own}),
         "not the one of this start"},
        {"socket: token with a byte too few",
         asks(with_token.substr(0, with_token.size() - 1), {own}), "not the one of this start"},
        {"socket: token of a longer name", asks("/wails/ipc?xtoken=" + app.token(), {own}),
         "needs ?token"},
        {"socket: the browser says it is cross-site",
         asks(with_token, {own, "Sec-Fetch-Site: cross-site"}), "from elsewhere"},
    };
    std::puts("refused to strangers:");
    for (auto const& one : attempts) {
        INFO(one.name);
        const auto got = app.ask(one.question);
        say(one.name, got);
        CHECK(got.status == 403);
        CHECK_THAT(got.body, Contains(one.reason));
    }
    // And that is what it was refused for: ours is let in.
    web_socket page{app.port(), with_token, {own}};
    page.send(call_text("main.App.Greet", R"(["x"])", "1"));
    CHECK_THAT(page.read(), Contains("Hello x"));
    app.broker().wait_for_log("refused: ");
    CHECK(app.broker().log().find(app.token()) == std::string::npos);
    CHECK(app.server().errors().find(app.token()) == std::string::npos);
}

TEST_CASE("files outside of the app, and requests that foreign pages send, are refused",
          "[system][browser][security]") {
    browser_app app;
    const auto port = ":" + std::to_string(app.port());
    const std::string foreign = "Origin: http://evil.example";
    std::puts("refused to strangers:");
    for (attempt const& one : {
             attempt{"http: host of a stranger",
                     {"GET", "/", {"Host: evil.example" + port}},
                     "none of this server"},
             {"http: no host at all", {"GET", "/", {"Host:"}}, "none of this server"},
             {"http: POST of a foreign page", {"POST", "/api", {foreign}, "x"}, "from elsewhere"},
             {"http: our script, taken by a page of another port",
              {"GET", "/wails/ipc.js", {"Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors"}},
              "from elsewhere"},
             {"http: a picture, asked for by a foreign page",
              {"GET", "/app.css", {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"}},
              "from elsewhere"},
             {"http: a frame in a foreign page",
              {"GET",
               "/",
               {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate",
                "Sec-Fetch-Dest: iframe"}},
              "from elsewhere"},
             {"http: a reload by a foreign page",
              {"GET",
               "/wails/reload",
               {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate",
                "Sec-Fetch-Dest: document"}},
              "from elsewhere"},
         }) {
        INFO(one.name);
        const auto got = app.ask(one.question);
        say(one.name, got);
        CHECK(got.status == 403);
        CHECK_THAT(got.body, Contains(one.reason));
    }
    for (std::string const target : {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt",
                                     "/x/../../secret.txt", "//secret.txt", "/..\\secret.txt",
                                     "/wails.json", "/../wails.json", "/%00", "/etc/passwd"}) {
        INFO(target);
        const auto got = app.ask({.target = target});
        say("path: " + target, got);
        CHECK((got.status == 404 || got.status == 400));
        CHECK(got.body.find("nobody's business") == std::string::npos);
    }
    CHECK(web_ask(app.port(), {"GET", "/app.css"}).body == "h1 { color: teal }");
    // A link from elsewhere is followed: it is the user who comes.
    CHECK(app.ask({"GET",
                   "/",
                   {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate",
                    "Sec-Fetch-Dest: document"}})
              .status == 200);
}

TEST_CASE("nobody but this machine is listened to unless it is asked for",
          "[system][browser][security]") {
    const auto starts = [](browser_app_setup setup) {
        browser_app app{std::move(setup)};
        return app.url();
    };
    CHECK_THROWS_WITH(starts({.at = "192.0.2.1:0"}), Contains("--listen ADDRESS"));
    CHECK_THROWS_WITH(starts({.at = "0.0.0.0:0"}), Contains("--listen ADDRESS"));
    browser_app app{{.options = {"--listen", "127.0.0.1", "--host", "dev.example"}}};
    const auto port = ":" + std::to_string(app.port());
    CHECK(app.ask({.headers = {"Host: dev.example" + port}}).status == 200);
    CHECK(app.ask({.headers = {"Host: DEV.example" + port}}).status == 200);
    CHECK(app.ask({.headers = {"Host: other.example" + port}}).status == 403);
}

TEST_CASE("another user of this machine is refused, whatever he asks",
          "[system][browser][security]") {
    if (::geteuid() != 0) {
        WARN("not tried: only root can be somebody else");
        return;
    }
    constexpr uid_t nobody = 65534;
    browser_app app;
    std::puts("refused to strangers:");
    for (auto const* target : {"/", "/wails/ipc.js", "/app.css"}) {
        const auto got = ask_as(nobody, app, target);
        say(std::string{"another user: "} + target, got);
        CHECK(got.status == 403);
        CHECK_THAT(got.body, Contains("another user of this machine (65534)"));
    }
    CHECK(app.ask({}).status == 200);
    browser_app open{{.options = {"--listen", "127.0.0.1"}}};
    CHECK(ask_as(nobody, open, "/").status == 200);
}

TEST_CASE("pages get the scripts, which name neither the file's folder nor another start's token",
          "[system][browser]") {
    browser_app app;
    const auto page = app.ask({.target = "/"});
    CHECK(page.status == 200);
    CHECK_THAT(page.body, Contains(R"(<script src="/wails/ipc.js"></script>)") &&
                              Contains(R"(<script src="/wails/runtime.js"></script>)"));
    CHECK(page.header("Cross-Origin-Resource-Policy") == "same-origin");
    const auto ipc = app.ask({.target = "/wails/ipc.js"});
    CHECK(ipc.header("Cache-Control") == "no-store");
    const auto runtime = app.ask({.target = "/wails/runtime.js"});
    CHECK_THAT(runtime.body, Contains("\\\"Greet\\\""));
    CHECK(runtime.body.find(app.token()) == std::string::npos);
    browser_app other;
    CHECK(other.token() != app.token());
    CHECK(app.ask({.method = "HEAD", .target = "/app.css"}).header("Content-Length") == "18");
    CHECK(app.ask({.target = "/app.css", .headers = {"Range: bytes=0-1"}}).body == "h1");
    CHECK(app.ask({.method = "POST", .target = "/nowhere", .body = "x"}).status == 405);
    CHECK(app.ask({.target = "/wails/ipc"}).status == 426);
}
