// SPDX-License-Identifier: MIT
//
// life — how an app with a window ends: asked, refused, unanswered, told by the session.
#include "tests/desk/objector.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/support/window_app.hpp"

#include <csignal>

using namespace fairlead::tests;

namespace {

/// Not driven: a driver would end with its window.
struct living_app {
    explicit living_app(std::string const& window = "", std::string script = "")
        : folder{{.script = std::move(script),
                  .window = R"("width": 400, "height": 300, "x": 200, "y": 200)" + window,
                  .desk = virtual_display::desk::managed}},
          app{folder.run({})} {
        app.read_line_with("plugin");
        eventually("the window is visible", [this] { return is_visible(); });
    }

    bool is_visible() const {
        return !folder.desk()
                    .xdotool({"search", "--onlyvisible", "--name", "^window-test$"})
                    .empty();
    }
    /// The button at the right end of the title.
    void click_close() const { folder.desk().xdotool({"mousemove", "599", "211", "click", "1"}); }
    /// What another terminal says.
    std::string call(std::string const& method) const {
        child command{folder.beside(program("fairlead"), {"call", method})};
        auto said = command.read_all();
        command.wait();
        return said;
    }
    std::filesystem::path socket() const {
        return folder.path() / "fairlead/window-test/broker.sock";
    }

    window_app_folder folder;
    child app;
};

}  // namespace

// Wails: the close button ends the app.
// Here: the same.
TEST_CASE("11.4 the close button ends the app", "[contract][system][window]") {
    living_app one;
    one.click_close();
    one.app.read_all();
    CHECK(one.app.wait() == 0);
}

// Wails: true prevents; it was called twice, and a dialog in it hung.
// Here: true prevents; it is asked once at a time and may take its time.
TEST_CASE("11.4 OnBeforeClose may keep the window, and is asked once at a time",
          "[contract][system][window]") {
    living_app one;
    objector plugin{one.socket()};
    one.click_close();
    plugin.wait_until_asked(1);
    one.click_close();  // While it thinks: not a second question.
    CHECK(one.call(":wails:WindowIsNormal") == "true\n");
    CHECK(plugin.asked() == 1);
    plugin.answer("true");
    one.click_close();
    plugin.wait_until_asked(2);
    plugin.answer("false");
    one.app.read_all();
    CHECK(one.app.wait() == 0);
}

// Wails: Quit asks OnBeforeClose.
// Here: the same.
TEST_CASE("11.4 Quit of a page asks OnBeforeClose, too", "[contract][system][window]") {
    living_app one{"", "runtime.EventsOn('quit', () => runtime.Quit());"
                       "setInterval(() => runtime.EventsEmit('here'), 50);"};
    objector plugin{one.socket()};
    child page{one.folder.beside(program("fairlead"), {"subscribe", "here", "--count=1"})};
    page.read_all();
    child tell{one.folder.beside(program("fairlead"), {"emit", "quit"})};
    CHECK(tell.wait() == 0);
    plugin.wait_until_asked(1);
    plugin.answer("true");
    child again{one.folder.beside(program("fairlead"), {"emit", "quit"})};
    CHECK(again.wait() == 0);
    plugin.wait_until_asked(2);
    CHECK(is_alive(one.app.pid()));
    plugin.refuse("not now");  // An error is no objection.
    one.app.read_all();
    CHECK(one.app.wait() == 0);
}

// Wails: it waits for ever.
// Here: 5 s, then it closes and the log says so.
TEST_CASE("11.4 who does not answer OnBeforeClose agrees after 5 s, and the window lives meanwhile",
          "[contract][system][window]") {
    living_app one;
    objector plugin{one.socket()};
    one.click_close();
    plugin.wait_until_asked(1);
    CHECK(one.call(":wails:WindowIsNormal") == "true\n");
    one.app.read_all();
    CHECK(one.app.wait() == 0);
    CHECK(one.app.errors().find("closing without an answer to fairlead.before-close") !=
          std::string::npos);
}

// Wails: the close button hides, OnBeforeClose is not called.
// Here: the same.
TEST_CASE("10.2 HideWindowOnClose hides, and nobody is asked", "[contract][system][window]") {
    living_app one{R"(, "hideWindowOnClose": true)"};
    objector plugin{one.socket()};
    one.click_close();
    eventually("it is hidden", [&] { return !one.is_visible(); });
    CHECK(one.call(":wails:WindowIsNormal") == "true\n");
    CHECK(plugin.asked() == 0);
    one.app.signal(SIGTERM);
    CHECK(one.app.wait() == 128 + SIGTERM);
}

// Wails: SIGINT and SIGTERM are ways to quit, and ask OnBeforeClose.
// Here: a session that ends does not wait: nobody is asked, also on SIGHUP.
TEST_CASE("11.4 the end of the session ends the app without a question",
          "[contract][system][window]") {
    const int signal = GENERATE(SIGTERM, SIGHUP, SIGINT);
    living_app one;
    objector plugin{one.socket()};
    ::kill(child_of(one.app.pid(), "fairlead-webvie"), signal);
    one.app.read_all();
    CHECK(one.app.wait() == 0);
    CHECK(plugin.asked() == 0);
}
