// SPDX-License-Identifier: MIT
//
// window_wishes — a window under a window manager: every wish of the page about it, looked at from
// outside and asked back.
#include "tests/desk/desk_app.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"

#include <boost/json.hpp>

#include <csignal>
#include <cstdlib>
#include <set>

using namespace fairlead::tests;

namespace json = boost::json;

// Wails: the rest of the message is the title.
// Here: the same, any text of UTF-8.
TEST_CASE("2.6 WT sets the title", "[contract][system][window]") {
    desk_app app;
    const auto id = app.window_id();
    app.page().run("window.runtime.WindowSetTitle('Wc: Nœud & Söhne');");
    eventually("the window manager shows the title", [&] {
        return app.desk().xdotool({"getwindowname", id}) == "Wc: Nœud & Söhne";
    });
}

// Wails: each message runs by itself, so a query that follows may come first.
// Here: in order: a query waits until the window manager has done what was asked before.
TEST_CASE("2.6 Ws, Wz and WZ: size and its bounds, asked back in the same turn",
          "[contract][system][window]") {
    desk_app app;
    CHECK(app.after("WindowSetSize(640, 480)", "WindowGetSize()") == R"({"w":640,"h":480})");
    CHECK(app.after("WindowSetMinSize(700, 500)", "WindowGetSize()") == R"({"w":700,"h":500})");
    CHECK(app.after("WindowSetSize(10, 10)", "WindowGetSize()") == R"({"w":700,"h":500})");
    CHECK(app.after("WindowSetMaxSize(720, 0)", "WindowGetSize()") == R"({"w":700,"h":500})");
    CHECK(app.after("WindowSetSize(2000, 600)", "WindowGetSize()") == R"({"w":720,"h":600})");
    CHECK(app.after("WindowSetMinSize(0, 0)", "WindowGetSize()") == R"({"w":720,"h":600})");
    CHECK(app.after("WindowSetSize(300, 200)", "WindowGetSize()") == R"({"w":300,"h":200})");
}

// Wails: x and y are those of the window.
// Here: the same, of its frame where it has one.
TEST_CASE("2.6 Wp and 2.3 WindowGetPos: a position is that of the whole window",
          "[contract][system][window]") {
    desk_app app;
    CHECK(app.after("WindowSetPosition(100, 120)", "WindowGetPosition()") ==
          R"({"x":100,"y":120})");
    CHECK(app.after("WindowSetPosition(-30, 7)", "WindowGetPosition()") == R"({"x":-30,"y":7})");
}

// Wails: the window goes to the middle of its screen.
// Here: the same, its frame included.
TEST_CASE("2.6 Wc centres", "[contract][system][window]") {
    desk_app app;
    CHECK(app.after("WindowSetPosition(0, 0)", "WindowGetPosition()") == R"({"x":0,"y":0})");
    const auto at = json::parse(app.after("WindowCenter()", "WindowGetPosition()"));
    // The frame is a few pixels at the sides, and a title above.
    CHECK(std::abs(at.at("x").as_int64() - (1280 - 800) / 2) <= 8);
    CHECK(std::abs(at.at("y").as_int64() - (900 - 600) / 2) <= 32);
}

// Wails: maximise, back, and the one or the other.
// Here: the same; a toggle is of what was asked for last.
TEST_CASE("2.6 WM, WU, Wt and 2.3 WindowIsMaximised, WindowIsNormal",
          "[contract][system][window]") {
    desk_app app;
    CHECK(app.ask("WindowIsNormal()") == "true");
    CHECK(app.after("WindowMaximise()", "WindowIsMaximised()") == "true");
    CHECK(app.has_state("_NET_WM_STATE_MAXIMIZED_VERT"));
    CHECK(app.ask("WindowIsNormal()") == "false");
    eventually("it fills the screen",
               [&] { return json::parse(app.ask("WindowGetSize()")).at("w").as_int64() > 1200; });
    CHECK(app.after("WindowUnmaximise()", "WindowIsMaximised()") == "false");
    eventually("it has its size again",
               [&] { return app.ask("WindowGetSize()") == R"({"w":800,"h":600})"; });
    CHECK(app.after("WindowToggleMaximise()", "WindowIsMaximised()") == "true");
    // Twice in one turn, faster than any window manager: nothing has changed then.
    CHECK(app.after("WindowToggleMaximise(); window.runtime.WindowToggleMaximise()",
                    "WindowIsMaximised()") == "true");
}

// Wails: minimise and back.
// Here: the same.
TEST_CASE("2.6 Wm, Wu and 2.3 WindowIsMinimised", "[contract][system][window]") {
    desk_app app;
    CHECK(app.after("WindowMinimise()", "WindowIsMinimised()") == "true");
    CHECK(app.ask("WindowIsNormal()") == "false");
    CHECK_FALSE(app.is_visible());
    CHECK(app.after("WindowUnminimise()", "WindowIsMinimised()") == "false");
    CHECK(app.ask("WindowIsNormal()") == "true");
    CHECK(app.is_visible());
}

// Wails: full screen and back.
// Here: the same.
TEST_CASE("2.6 WF, Wf and 2.3 WindowIsFullscreen", "[contract][system][window]") {
    desk_app app;
    CHECK(app.after("WindowFullscreen()", "WindowIsFullscreen()") == "true");
    CHECK(app.has_state("_NET_WM_STATE_FULLSCREEN"));
    eventually("it covers the screen",
               [&] { return app.ask("WindowGetSize()") == R"({"w":1280,"h":900})"; });
    CHECK(app.after("WindowUnfullscreen()", "WindowIsFullscreen()") == "false");
    CHECK(app.ask("WindowIsNormal()") == "true");
    eventually("it has its size again",
               [&] { return app.ask("WindowGetSize()") == R"({"w":800,"h":600})"; });
}

// Wails: the window is hidden and shown.
// Here: the same.
TEST_CASE("2.6 WH, WS hide and show the window", "[contract][system][window]") {
    desk_app app;
    REQUIRE(app.window_id() != "");
    app.page().run("window.runtime.WindowHide();");
    eventually("it is hidden", [&] { return !app.is_visible(); });
    app.page().run("window.runtime.WindowShow();");
    eventually("it is shown", [&] { return app.is_visible(); });
}

// Wails: H and S are of the app: on Linux its window.
// Here: the same.
TEST_CASE("2.1 H and S hide and show the app", "[contract][system][window]") {
    desk_app app;
    REQUIRE(app.window_id() != "");
    app.page().run("window.runtime.Hide();");
    eventually("it is hidden", [&] { return !app.is_visible(); });
    app.page().run("window.runtime.Show();");
    eventually("it is shown", [&] { return app.is_visible(); });
}

// Wails: 1 keeps the window above others, 0 does not.
// Here: the same.
TEST_CASE("2.6 WATP keeps the window above others, and no longer", "[contract][system][window]") {
    desk_app app;
    app.page().run("window.runtime.WindowSetAlwaysOnTop(true);");
    eventually("it is above", [&] { return app.has_state("_NET_WM_STATE_ABOVE"); });
    app.page().run("window.runtime.WindowSetAlwaysOnTop(false);");
    eventually("it is as others", [&] { return !app.has_state("_NET_WM_STATE_ABOVE"); });
}

// Wails: the colour below the page.
// Here: the same, and of the window while the page is not painted yet.
TEST_CASE("2.6 Wr paints what the page does not", "[contract][system][window]") {
    desk_app app;
    app.page().run("window.runtime.WindowSetPosition(0, 0);"
                   "window.runtime.WindowSetBackgroundColour(200, 30, 60, 255);");
    eventually("the window has that colour", [&] { return app.colour_at(400, 500) == "#c81e3c"; });
}

// Wails: on Windows only.
// Here: here as well: GTK's dark face, which prefers-color-scheme follows.
TEST_CASE("2.6 WADT, WALT and WASDT choose what prefers-color-scheme says",
          "[contract][system][window]") {
    desk_app app;
    const std::string is_dark = "window.matchMedia('(prefers-color-scheme: dark)').matches";
    app.page().run("window.runtime.WindowSetDarkTheme();");
    app.page().wait_for(is_dark);
    app.page().run("window.runtime.WindowSetLightTheme();");
    app.page().wait_for("!" + is_dark);
    app.page().run("window.runtime.WindowSetDarkTheme();");
    app.page().wait_for(is_dark);
    app.page().run("window.runtime.WindowSetSystemDefaultTheme();");
    app.page().wait_for("!" + is_dark);
}

// Wails: navigates to the start address.
// Here: the same.
TEST_CASE("2.6 WR goes back to the start page", "[contract][system][window]") {
    desk_app app;
    app.page().go("wails://wails/index.html?deep=1");
    app.page().run("window.marker = 1; window.runtime.WindowReloadApp();");
    app.page().wait_for("window.marker === undefined && location.href === 'wails://wails/'");
}

// Wails: screens with two sizes; the primary one as the desktop says.
// Here: the same; where the desktop names none, the first is the primary one.
TEST_CASE("2.3 ScreenGetAll has the shape of 2.7, and one screen is the primary one",
          "[contract][system][window]") {
    desk_app app;
    const json::value size{{"width", 1280}, {"height", 900}};
    CHECK(json::parse(app.ask("ScreenGetAll()")) ==
          json::value(json::array{{{"isCurrent", true},
                                   {"isPrimary", true},
                                   {"width", 1280},
                                   {"height", 900},
                                   {"size", size},
                                   {"physicalSize", size}}}));
}

// Wails: buildType, platform and arch.
// Here: the same.
TEST_CASE("2.3 Environment tells build, platform and architecture", "[contract][system][window]") {
    desk_app app;
    const auto told = json::parse(app.ask("Environment()"));
    CHECK(told.as_object().size() == 3);
    CHECK(told.at("platform").as_string() == "linux");
    CHECK_FALSE(told.at("arch").as_string().empty());
    const std::set<std::string> known{"dev", "debug", "production"};
    CHECK(known.contains(json::value_to<std::string>(told.at("buildType"))));
}

// Wails: text only; a missing argument rejects.
// Here: the same.
TEST_CASE("2.3 ClipboardSetText, ClipboardGetText share the desktop's clipboard",
          "[contract][system][window]") {
    desk_app app;
    CHECK(app.ask("ClipboardSetText('knots & bends\\n€')") == "true");
    CHECK(app.ask("ClipboardGetText()") == R"("knots & bends\n€")");
    CHECK(app.page()
              .run_async("try { await window.runtime.ClipboardSetText(); return ''; }"
                         "catch (error) { return error.message; }")
              .as_string() == "empty argument, cannot set clipboard");
}

// Wails: window.print() shows the dialog.
// Here: the same, while the window goes on answering.
TEST_CASE("3.1 print shows the desktop's dialog, and the window answers meanwhile",
          "[contract][system][window]") {
    // Not driven: a driven WebKit prints to nobody.
    window_app_folder folder{{.script = "setTimeout(() => window.print(), 100);",
                              .environment = {{"XDG_DATA_DIRS", "/usr/share"}},  // Its icons.
                              .desk = virtual_display::desk::managed}};
    child app{folder.run({})};
    const auto dialog = [&] {
        return folder.desk().xdotool({"search", "--onlyvisible", "--name", "^Print$"});
    };
    eventually("the dialog is there", [&] { return !dialog().empty(); });
    child call{folder.beside(program("fairlead"), {"call", ":wails:WindowGetSize"})};
    CHECK(call.read_all() == "{\"w\":800,\"h\":600}\n");
    folder.desk().xdotool({"windowactivate", "--sync", dialog(), "key", "Escape"});
    eventually("the dialog has gone", [&] { return dialog().empty(); });
    app.signal(SIGTERM);
    CHECK(app.wait() == 128 + SIGTERM);
}
