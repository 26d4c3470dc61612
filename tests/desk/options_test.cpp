// SPDX-License-Identifier: MIT
//
// options — what wails.json says of window and page, looked at in the real window.
#include "tests/desk/desk_app.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/http_exchange.hpp"
#include "tests/support/paths.hpp"

#include <boost/json.hpp>

using namespace fairlead::tests;

namespace {

namespace json = boost::json;

window_app_setup with(std::string window, std::string body = "") {
    return {.window = R"("width": 500, "height": 400, "x": 100, "y": 100, )" + std::move(window),
            .body = "<style>body { margin: 0 }</style>" + std::move(body)};
}

}  // namespace

// Wails: 0 normal, 1 maximised, 2 minimised, 3 fullscreen.
// Here: startState, as a word.
TEST_CASE("10.2 WindowStartState: maximised, minimised, fullscreen", "[contract][system][window]") {
    using row = std::pair<std::string, std::string>;
    auto const& [state, question] = GENERATE(values<row>({{"maximised", "WindowIsMaximised()"},
                                                          {"minimised", "WindowIsMinimised()"},
                                                          {"fullscreen", "WindowIsFullscreen()"}}));
    desk_app app{with(R"("startState": ")" + state + "\"")};
    eventually("the window begins " + state, [&] { return app.ask(question) == "true"; });
    CHECK(app.ask("WindowIsNormal()") == "false");
}

// Wails: fixed size, no frame, above others, not shown.
// Here: the same; without resizing the page's edges do nothing.
TEST_CASE("10.2 DisableResize, Frameless, AlwaysOnTop, StartHidden", "[contract][system][window]") {
    desk_app app{with(R"("disableResize": true, "frameless": true, "alwaysOnTop": true,
                         "startHidden": true)")};
    CHECK_FALSE(app.is_visible());
    app.page().run("runtime.WindowShow();");
    const auto id = app.window_id();
    const auto hints = app.desk().property(id, "WM_NORMAL_HINTS");
    CHECK(hints.find("minimum size: 500 by 400") != std::string::npos);
    CHECK(hints.find("maximum size: 500 by 400") != std::string::npos);
    eventually("it is above", [&] { return app.has_state("_NET_WM_STATE_ABOVE"); });
    CHECK(app.ask("WindowGetPosition()") == R"({"x":100,"y":100})");  // No frame around it.
    // Nobody drags the edges of a window that cannot be resized.
    CHECK_FALSE(app.page().run("return wails.flags.enableResize;").as_bool());
}

// Wails: another property and value mark what drags; a quote in them breaks the script.
// Here: the same, any text.
TEST_CASE("10.2 CSSDragProperty and CSSDragValue", "[contract][system][window]") {
    desk_app app{with(R"("frameless": true, "cssDragProperty": "--it's", "cssDragValue": "yes")",
                      "<div style=\"--it\\'s: yes; height: 100px\">drag me</div>")};
    app.page().wait_for("wails.flags.cssDragProperty === `--it's`");
    REQUIRE(app.ask("WindowGetPosition()") == R"({"x":100,"y":100})");
    app.drag_window(200, 150, 250, 180);
    eventually("the window has followed",
               [&] { return app.ask("WindowGetPosition()") == R"({"x":150,"y":130})"; });
}

// Wails: WindowIsTranslucent gives the window an alpha channel.
// Here: translucent, the same.
TEST_CASE("10.2 BackgroundColour and a window that lets through what is behind it",
          "[contract][system][window]") {
    desk_app app{with(R"("translucent": true, "frameless": true,
                         "backgroundColour": {"r": 0, "g": 0, "b": 0, "a": 0})",
                      "<div style='width: 50px; height: 50px; background: #00ff00'></div>")};
    eventually("the page is painted", [&] { return app.colour_at(110, 110) == "#00ff00"; });
    // A window with an alpha channel; what is behind shows where a compositor runs.
    CHECK(app.desk().xwininfo(app.window_id()).find("Depth: 32") != std::string::npos);
    CHECK(app.colour_at(300, 300) != "#ffffff");
}

// Wails: Linux.Icon and Linux.ProgramName.
// Here: icon is a file; one that cannot be read is an error at the start.
TEST_CASE("10.2 Icon, ProgramName", "[contract][system][window]") {
    const window_app_folder wrong{{.window = R"("icon": "nothing.png")"}};
    child refused{wrong.run({})};
    refused.read_all();
    CHECK(refused.wait() == 1);
    CHECK(refused.errors().find("fairlead.window.icon: ") != std::string::npos);

    window_app_setup setup;
    setup.environment = {{"XDG_DATA_DIRS", "/usr/share"}};  // Where it says what a picture is.
    setup.fairlead = R"("programName": "org.example.Knots")";
    setup.window = R"("icon": ")" + (source_root() / "docs/images/greeter.png").string() + "\"";
    desk_app app{std::move(setup)};
    const auto id = app.window_id();
    CHECK(app.desk().property(id, "WM_CLASS").find("org.example.Knots") != std::string::npos);
    CHECK(app.desk().property(id, "_NET_WM_ICON").find("not found") == std::string::npos);
}

// Wails: of Windows alone.
// Here: here as well.
TEST_CASE("10.2 ZoomFactor, and zoom by keys and wheel only where it is asked for",
          "[contract][system][window]") {
    const bool control = GENERATE(true, false);
    desk_app app{with(std::string{R"("zoomFactor": 2, "isZoomControlEnabled": )"} +
                      (control ? "true" : "false"))};
    app.page().wait_for("innerWidth === 250");
    app.hand("mousemove 250 250 click 1 key ctrl+plus");
    app.page().run("addEventListener('keydown', (e) => { window.seen = e.key; });");
    if (!control) {
        app.hand("key x");
        app.page().wait_for("window.seen === 'x'");
        CHECK(app.page().run("return innerWidth;").as_int64() == 250);
        return;
    }
    app.page().wait_for("innerWidth < 250");
    app.hand("key ctrl+0");
    app.page().wait_for("innerWidth === 250");
    app.hand("keydown ctrl click 5 click 5 keyup ctrl");
    app.page().wait_for("innerWidth > 250");
}

// Wails: the user agent ends in wails.io; WebviewGpuPolicy.
// Here: the same, and a whole one of the app's own.
TEST_CASE("10.2 user agent and GPU policy", "[contract][system][window]") {
    desk_app usual;
    const std::string agent{usual.page().run("return navigator.userAgent;").as_string()};
    CHECK(agent.find(" wails.io/") != std::string::npos);
    desk_app own{with(R"("userAgent": "Knots/1", "webviewGpuPolicy": "never")")};
    CHECK(own.page().run("return navigator.userAgent;").as_string() == "Knots/1");
    CHECK(own.ask("WindowGetSize()") == R"({"w":500,"h":400})");
}

// Wails: off in production.
// Here: the same; devtools bring it.
TEST_CASE("10.2 EnableDefaultContextMenu: off unless asked for, then by the rules of 1.7",
          "[contract][system][window]") {
    const std::string body = "<p>text</p><input id='field' value='words'>"
                             "<div id='always' style='--default-contextmenu: show'>x</div>";
    const bool enabled = GENERATE(true, false);
    desk_app app{
        with(enabled ? R"("enableDefaultContextMenu": true)" : R"("frameless": false)", body)};
    app.page().wait_for(std::string{"wails.flags.disableDefaultContextMenu === "} +
                        (enabled ? "false" : "true"));
    const auto asks_at = [&](std::string const& selector) {
        return app.page()
            .run("return document.querySelector('" + selector +
                 "').dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, "
                 "cancelable: true }));")
            .as_bool();
    };
    CHECK_FALSE(asks_at("p"));
    CHECK(asks_at("#field") == enabled);
    CHECK(asks_at("#always") == enabled);
}

// Wails: lines below it are not written.
// Here: the same, for all processes of the app.
TEST_CASE("10.2 LogLevel: what is below it is not written", "[contract][system][window]") {
    window_app_setup setup;
    setup.fairlead = R"("logLevel": "warn")";
    window_app app{std::move(setup)};
    app.page().run("runtime.LogInfo('too quiet'); runtime.LogWarning('loud enough');");
    eventually("the warning is written",
               [&] { return app.page().errors().find("loud enough") != std::string::npos; });
    CHECK(app.page().errors().find("too quiet") == std::string::npos);
}
