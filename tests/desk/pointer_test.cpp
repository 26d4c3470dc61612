// SPDX-License-Identifier: MIT
//
// pointer — a real pointer on a real window: moved by a styled element, resized by its edges.
//
// Run by hand: test_desk "[pointer]". On a busy machine the window manager does not always follow,
// so these say nothing in a suite; tests/contract/frame_test.cpp has the rules.
#include "tests/desk/desk_app.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

using namespace fairlead::tests;

namespace {

constexpr auto bar = "<div style='--wails-draggable: drag; height: 60px; background: teal'>"
                     "<button style='--wails-draggable: no-drag' onclick='clicked = 1'>x</button>"
                     "</div>";

window_app_setup frameless(std::string body) {
    return {.window = R"("width": 400, "height": 300, "x": 200, "y": 150, "frameless": true)",
            .body = "<style>body { margin: 0 }</style>" + std::move(body)};
}

}  // namespace

// Wails: a place with the drag property moves the window.
// Here: the same.
TEST_CASE("1.7 an element with --wails-draggable: drag moves the window, again and again",
          "[.][pointer]") {
    desk_app app{frameless(bar)};
    REQUIRE(app.ask("WindowGetPosition()") == R"({"x":200,"y":150})");
    app.drag_window(400, 180, 500, 280);
    eventually("the window has followed",
               [&] { return app.ask("WindowGetPosition()") == R"({"x":300,"y":250})"; });
    app.drag_window(500, 280, 450, 230);
    eventually("the window has followed back",
               [&] { return app.ask("WindowGetPosition()") == R"({"x":250,"y":200})"; });
    // What opts out is an ordinary element, and gets its clicks after moves, too.
    app.hand("mousemove 260 210 click 1");
    app.page().wait_for("window.clicked === 1");
}

// Wails: edges of 6 px resize a frameless window.
// Here: the same.
TEST_CASE("1.7 the edges of a frameless window resize it", "[.][pointer]") {
    desk_app app{frameless("")};
    REQUIRE(app.ask("WindowGetPosition()") == R"({"x":200,"y":150})");
    app.page().wait_for("window.wails.flags.enableResize === true");
    app.drag_window(598, 448, 658, 488);
    eventually("it is larger",
               [&] { return app.ask("WindowGetSize()") == R"({"w":460,"h":340})"; });
    app.drag_window(201, 300, 231, 300);
    eventually("it is narrower from the left", [&] {
        return app.ask("WindowGetSize()") == R"({"w":430,"h":340})" &&
               app.ask("WindowGetPosition()") == R"({"x":230,"y":150})";
    });
}
