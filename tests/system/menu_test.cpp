// SPDX-License-Identifier: MIT
//
// menu — a plugin's menu in a real window: its keys are pressed, and the plugin hears it.
#include "tests/support/catch.hpp"
#include "tests/support/desktop_app.hpp"

#include <csignal>

using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

struct menu_app : desktop_app {
    explicit menu_app(std::vector<desktop_plugin> const& plugins = {{}}) : desktop_app{plugins} {
        for (auto const& each : plugins) {
            listen(each.name + "-clicked");
            CHECK(call(each.name + ".show_menu") == "null");
        }
    }
    std::string after(std::string const& key) {
        screen().press(key);
        return next_event();
    }
    /// How high the page is: a bar above it takes some of that.
    std::string page_height(std::string const& plugin = "desk") {
        call(plugin + ".script", R"x(["window.runtime.EventsEmit('height', innerHeight)"])x");
        return next_event();
    }
};

}  // namespace

TEST_CASE(
    "10.3 the accelerator of a menu item calls the plugin, whatever has the focus in the page",
    "[system][window][contract]") {
    menu_app app;
    CHECK(app.after("ctrl+o") == R"(["open"])");
    CHECK(app.after("ctrl+o") == R"(["open"])");
}

TEST_CASE("10.3 a menu item is clicked by hand", "[system][window][contract]") {
    menu_app app;
    app.screen().press("F10");  // The desktop's key for a window's menu bar.
    app.screen().press("Down");
    app.screen().press("Return");
    CHECK(app.next_event() == R"(["open"])");
}

TEST_CASE("10.3 a checkbox of a menu changes with the click, and its plugin knows how it stands",
          "[system][window][contract]") {
    menu_app app;
    CHECK(app.call("desk.marks") == "[false,true,false]");
    CHECK(app.after("ctrl+shift+w") == R"(["Wrap",true])");
    CHECK(app.call("desk.marks") == "[true,true,false]");
    CHECK(app.after("ctrl+shift+w") == R"(["Wrap",false])");
    CHECK(app.call("desk.marks") == "[false,true,false]");
}

TEST_CASE("10.3 of the radio items of a menu one is marked", "[system][window][contract]") {
    menu_app app;
    CHECK(app.after("ctrl+2") == R"(["Large",true])");
    CHECK(app.call("desk.marks") == "[false,false,true]");
    CHECK(app.after("ctrl+1") == R"(["Small",true])");
    CHECK(app.call("desk.marks") == "[false,true,false]");
}

TEST_CASE("10.3 a menu item that is disabled cannot be clicked until an update enables it",
          "[system][window][contract]") {
    menu_app app;
    app.screen().press("F6");
    CHECK(app.after("ctrl+o") == R"(["open"])");  // The first that comes.
    CHECK(app.call("desk.enable_late") == "null");
    CHECK(app.after("F6") == R"(["Late, but here"])");
    // What was marked by hand stays marked.
    CHECK(app.after("ctrl+shift+w") == R"(["Wrap",true])");
    CHECK(app.call("desk.enable_late") == "null");
    CHECK(app.after("ctrl+shift+w") == R"(["Wrap",false])");
}

TEST_CASE("10.3 a menu can be taken away, and set again", "[system][window][contract]") {
    menu_app app;
    app.listen("height");
    const auto below_menu = app.page_height();
    CHECK(app.call("desk.hide_menu") == "null");
    eventually("the page has the room", [&] { return app.page_height() != below_menu; });
    app.screen().press("ctrl+o");
    CHECK(app.call("desk.show_menu") == "null");
    eventually("the bar is back", [&] { return app.page_height() == below_menu; });
    CHECK(app.after("ctrl+shift+w") == R"(["Wrap",true])");
}

TEST_CASE("a click handler may ask the user, and one that throws harms nobody",
          "[system][window]") {
    menu_app app;
    app.screen().press("F8");
    app.screen().wait_for_front("From the menu");
    app.screen().press("Return");
    CHECK(app.next_event() == R"(["OK"])");
    app.screen().wait_for_front(desktop_app::title);
    app.screen().press("F7");
    app.wait_for_log("the menu item 'Throws' handler threw: an item that fails");
    CHECK(app.after("ctrl+o") == R"(["open"])");
}

TEST_CASE("the menus of a plugin vanish with it, and come back with its successor",
          "[system][window]") {
    menu_app app{{{"desk"}, {"shelf"}}};
    app.listen("height");
    const auto below_menu = app.page_height();
    CHECK(app.call("shelf.hide_menu") == "null");
    REQUIRE(::kill(std::stoi(app.call("desk.pid")), SIGKILL) == 0);
    eventually("the page has the room", [&] { return app.page_height("shelf") != below_menu; });
    CHECK(app.call("desk.show_menu") == "null");
    CHECK(app.after("ctrl+o") == R"(["open"])");
}

TEST_CASE("two plugins have their menus side by side, and each hears its own clicks",
          "[system][window]") {
    menu_app app{{{"desk"}, {"shelf"}}};
    app.screen().press("F10");
    app.screen().press("Right");
    app.screen().press("Down");
    app.screen().press("Down");
    app.screen().press("Return");
    CHECK(app.next_event() == R"(["Wrap",true])");
    CHECK(app.call("desk.marks") == "[false,true,false]");
    CHECK(app.call("shelf.marks") == "[true,true,false]");
}

TEST_CASE("a menu that cannot be shown is an error that says which item", "[system][window]") {
    menu_app app;
    CHECK_THAT(app.call("desk.wrong_menu"),
               Contains("bad-arguments: argument 2[0].items[0].accelerator") &&
                   Contains("'Hyper+O': the modifiers are"));
    CHECK(app.after("ctrl+o") == R"(["open"])");  // The old one is there.
}
