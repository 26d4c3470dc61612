// SPDX-License-Identifier: MIT
//
// desk_app — a driven app whose window stands under a window manager, and what a person would see
// of it and do to it.
#pragma once

#include "tests/support/window_app.hpp"

namespace fairlead::tests {

class desk_app : public window_app {
public:
    explicit desk_app(window_app_setup setup = {});

    /// The result of one function of window.runtime, as JSON text.
    std::string ask(std::string const& call);
    /// One thing said, one asked, in one turn of the page.
    std::string after(std::string const& said, std::string const& asked);

    bool has_state(std::string const& name);
    bool is_visible();
    /// Of a point of the screen, as #rrggbb.
    std::string colour_at(int x, int y) const;

    /// xdotool, word by word: hand("mousemove 10 20 click 1").
    std::string hand(std::string const& words) const;
    /// Left button down there, and up there once the window manager has begun to follow.
    void drag_window(int from_x, int from_y, int to_x, int to_y);

    /// `fairlead call METHOD ARGS…`, as a plugin might; what it prints.
    std::string call(std::string const& method, std::vector<std::string> args = {});
};

}  // namespace fairlead::tests
