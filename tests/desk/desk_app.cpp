// SPDX-License-Identifier: MIT
//
// desk_app — jwm's desk, xdotool's hand.
#include "tests/desk/desk_app.hpp"

#include "tests/support/paths.hpp"

#include <boost/json.hpp>

#include <sstream>

namespace fairlead::tests {
namespace {

window_app_setup managed(window_app_setup setup) {
    setup.desk = virtual_display::desk::managed;
    return setup;
}

}  // namespace

desk_app::desk_app(window_app_setup setup) : window_app{managed(std::move(setup))} {}

std::string desk_app::ask(std::string const& call) {
    return boost::json::serialize(page().run_async("return await window.runtime." + call + ";"));
}

std::string desk_app::after(std::string const& said, std::string const& asked) {
    return boost::json::serialize(page().run_async("window.runtime." + said +
                                                   "; return await window.runtime." + asked + ";"));
}

bool desk_app::has_state(std::string const& name) {
    return desk().property(window_id(), "_NET_WM_STATE").find(name) != std::string::npos;
}

bool desk_app::is_visible() {
    return !desk().xdotool({"search", "--onlyvisible", "--name", "^window-test$"}).empty();
}

std::string desk_app::colour_at(int x, int y) const {
    child look{{program("../tests/screen_shot"),
                {std::to_string(x), std::to_string(y)},
                desk().environment()}};
    return look.read_line();
}

std::string desk_app::hand(std::string const& words) const {
    std::istringstream in{words};
    return desk().xdotool({std::istream_iterator<std::string>{in}, {}});
}

void desk_app::drag_window(int from_x, int from_y, int to_x, int to_y) {
    const auto move = [&](int x, int y) {
        hand("mousemove " + std::to_string(x) + " " + std::to_string(y));
    };
    const auto place = [this] { return ask("WindowGetPosition()") + ask("WindowGetSize()"); };
    const auto before = place();
    // The window manager may take the pointer at any moment: so there and back. A press before the
    // page is ready for it is lost: then another one, late enough not to be a double click.
    const auto press_and_move = [&] {
        move(from_x - 1, from_y);
        move(from_x, from_y);
        hand("mousedown 1");
        for (int step = 1; step <= 30; ++step) {
            const int way = step % 10;
            move(from_x + (to_x - from_x) * way / 10, from_y + (to_y - from_y) * way / 10);
            if (place() != before) return true;
        }
        hand("mouseup 1");
        return false;
    };
    eventually("the window manager follows the pointer", press_and_move);
    move(to_x, to_y);
    hand("mouseup 1");
}

std::string desk_app::call(std::string const& method, std::vector<std::string> args) {
    args.insert(args.begin(), {"call", method});
    child command{folder().beside(program("fairlead"), std::move(args))};
    auto said = command.read_all();
    if (command.wait() != 0) said += command.errors();
    return said;
}

}  // namespace fairlead::tests
