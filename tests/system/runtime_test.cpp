// SPDX-License-Identifier: MIT
//
// runtime — a plugin and its window: what it tells it, asks it, and hears of its life.
#include "tests/support/catch.hpp"
#include "tests/support/desktop_app.hpp"

#include <csignal>

using namespace fairlead::tests;
using Catch::Matchers::Contains;

TEST_CASE("10.3 a plugin names, sizes and places its window, and reads it back",
          "[system][window][contract]") {
    desktop_app app;
    CHECK(app.call("desk.title", R"(["Ünder way: 100%"])") == "null");
    eventually("the title shows", [&] { return app.screen().shows("Ünder way: 100%"); });
    eventually("the size is there",
               [&] { return app.call("desk.resize", "[640,480]") == "[640,480]"; });
    eventually("the place is there",
               [&] { return app.call("desk.place", "[60,70]") == "[60,70]"; });
}

TEST_CASE("10.3 a plugin has the clipboard, the screens and the machine",
          "[system][window][contract]") {
    desktop_app app;
    CHECK(app.call("desk.paste", R"(["knots & bends €"])") == R"("knots & bends €")");
    CHECK(app.call("desk.screens") == "[1,1280,1]");
    CHECK(app.call("desk.platform") == R"("linux")");
}

TEST_CASE("10.3 a plugin runs a script in its page", "[system][window][contract]") {
    desktop_app app;
    app.listen("from-page");
    CHECK(app.call("desk.script",
                   R"x(["window.runtime.EventsEmit('from-page', document.readyState)"])x") ==
          "null");
    CHECK(app.next_event() == R"(["complete"])");
}

TEST_CASE("2.7 an address that Wails would not open is refused to a plugin with the reason",
          "[system][window][contract]") {
    desktop_app app;
    CHECK_THAT(app.call("desk.open_url", R"(["file:///etc/passwd"])"),
               Contains("addresses that begin with file: are not opened"));
    CHECK_THAT(app.call("desk.open_url", R"(["nonsense"])"), Contains("it has no scheme"));
}

TEST_CASE("7.1 a plugin's log lines have its name, and its level decides which are written",
          "[system][window][contract]") {
    desktop_app app;
    CHECK(app.call("desk.log", R"(["a knot"])") == "null");
    app.wait_for_log("error [desk] still: a knot");
    CHECK(app.logged("info [desk] first: a knot"));
    CHECK(app.logged("warning [desk] second: a knot"));
    CHECK(app.logged("info [desk] printed: a knot"));
    CHECK_FALSE(app.logged("below: a knot"));
}

TEST_CASE("11 startup comes once, before DOM ready, which comes with each page",
          "[system][window][contract]") {
    desktop_app app;
    const auto text = app.launcher().errors();
    CHECK(text.find("startup: linux") < text.find("dom-ready"));
    CHECK_THAT(text, Contains("the startup handler threw: a startup that fails"));
    const auto count = [&](std::string const& what) {
        const auto all = app.launcher().errors();
        int found = 0;
        for (auto at = all.find(what); at != all.npos; at = all.find(what, at + 1)) ++found;
        return found;
    };
    app.call("desk.script", R"x(["location.reload()"])x");
    eventually("the new page is told of", [&] { return count("dom-ready") == 2; });
    CHECK(count("startup: ") == 1);
}

TEST_CASE("11 a plugin that comes later hears of the window that is there",
          "[system][window][contract]") {
    desktop_app app;
    REQUIRE(::kill(std::stoi(app.call("desk.pid")), SIGKILL) == 0);
    eventually("its successor starts up", [&] {
        const auto all = app.launcher().errors();
        return all.find("ended: signal 9") < all.rfind("startup: linux") &&
               all.rfind("dom-ready") > all.rfind("startup: linux");
    });
}

TEST_CASE("11 before the window closes a plugin asks the person, and the window stays or goes",
          "[system][window][contract]") {
    desktop_app app{{{"desk", "asks"}}};
    app.ask("desk.quit");
    app.screen().wait_for_front("Leave?");
    app.screen().press("Escape");
    app.screen().wait_for_front(desktop_app::title);
    CHECK(app.call("desk.platform") == R"("linux")");

    app.ask("desk.quit");
    app.screen().wait_for_front("Leave?");
    app.screen().press("Return");
    app.launcher().read_all();
    CHECK(app.launcher().wait() == 0);
    CHECK_FALSE(app.logged("without an answer"));
}

TEST_CASE(
    "a broker that is killed takes dialogs with it, and with the next one all is as at the start",
    "[system][window]") {
    desktop_app app{{{"desk", "menu"}}};
    app.listen("desk-clicked");
    app.screen().press("ctrl+o");
    CHECK(app.next_event() == R"(["open"])");
    auto asked = app.ask("desk.ask", R"([{"title":"Left alone"}])");
    app.screen().wait_for_front("Left alone");

    app.kill_broker();
    CHECK_THAT(desktop_app::wait(asked), Contains("backend-gone"));
    eventually("the dialog is gone", [&] { return !app.screen().shows("Left alone"); });
    app.find_broker();
    eventually("the window and the plugin are there",
               [&] { return app.call("desk.paste", R"(["x"])") == R"("x")"; });
    app.listen("desk-clicked");
    app.screen().wait_for_front(desktop_app::title);
    app.screen().press_until("ctrl+o", [&] { return app.has_event(); });
    CHECK(app.next_event() == R"(["open"])");
    CHECK_THAT(app.launcher().errors(), Contains("the window is back"));
}

TEST_CASE("11 a plugin quits its app, and hears of the end", "[system][window][contract]") {
    desktop_app app;
    app.ask("desk.quit");
    app.launcher().read_all();
    CHECK(app.launcher().wait() == 0);
    CHECK(app.logged("[desk] shutdown"));
}
