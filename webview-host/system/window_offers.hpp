// SPDX-License-Identifier: MIT
//
// window_offers — what a plugin may tell the window, in the words in which a page tells it; and the
// news for plugins that there is a window.
//
//   fairlead.window.perform     ["WTtitle"]: a window message, "BO:…", "Q", "S", "H"
//   fairlead.window.run-script  ["javascript"]
#pragma once

#include "webview-host/system/call_desk.hpp"
#include "webview-host/system/window_actions.hpp"

#include <functional>
#include <string>

namespace fairlead::host {

class window_offers {
public:
    using script_runner = std::function<void(std::string const& script)>;

    window_offers(window_actions& actions, window_frame& frame, script_runner run_script)
        : actions_{actions}, frame_{frame}, run_script_{std::move(run_script)} {}

    void offer_on(client::connection& broker, call_desk& desk);

private:
    void perform(desk_call const& call);
    void open_outside(desk_call const& call, std::string const& url);

    window_actions& actions_;
    window_frame& frame_;
    script_runner run_script_;
};

/// Heard by plugins on `fairlead/window`: the window is there, its page has been loaded.
enum class window_state { open, ready };
void tell_window_state(client::connection& broker, window_state now);

}  // namespace fairlead::host
