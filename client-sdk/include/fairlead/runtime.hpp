// SPDX-License-Identifier: MIT
//
// runtime — what a plugin may ask of the app beside its own methods: window, dialogs, menu,
// clipboard, notifications, log, and the moments of the app's life. A handle: copies speak through
// the same connection.
//
//   fairlead::plugin plugin{"notes"};
//   auto runtime = plugin.runtime();
//   runtime.on_startup([runtime] { runtime.window().set_title("Notes"); });
//
// There is a window from on_startup on; before, and in an app without one, answers are errors.
#pragma once

#include <fairlead/events.hpp>
#include <fairlead/runtime/desktop.hpp>
#include <fairlead/runtime/dialogs.hpp>
#include <fairlead/runtime/logger.hpp>
#include <fairlead/runtime/menu.hpp>
#include <fairlead/runtime/notifications.hpp>
#include <fairlead/runtime/window.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace fairlead {

/// The app was started once more, and has `singleInstance`.
struct second_instance {
    std::vector<std::string> args;
    std::string working_directory;
};

/// A peer uses three quarters of a bound of the broker (docs/LIMITS.md).
struct pressure {
    std::string peer;  ///< For people: "plugin 'sensors' (pid 4711)".
    std::string name;  ///< Of the peer: a plugin finds itself by its own.
    std::string what;  ///< "calls", "queueBytes" …
    std::uint64_t used = 0, bound = 0;
    std::chrono::milliseconds since{0};  ///< So long it has been more than a half.
    std::string culprit;                 ///< The method or topic, where that is known.
};

/// Files that the user let go above the page.
struct file_drop {
    int x = 0, y = 0;  ///< In the page's own pixels.
    std::vector<std::string> paths;
};

class runtime {
public:
    runtime(std::shared_ptr<runtime_port> port, fairlead::events events) noexcept
        : port_{std::move(port)}, events_{std::move(events)} {}

    fairlead::window window() const { return fairlead::window{port_}; }
    fairlead::dialogs dialogs() const { return fairlead::dialogs{port_}; }
    fairlead::clipboard clipboard() const { return fairlead::clipboard{port_}; }
    fairlead::notifications notifications() const {
        return fairlead::notifications{port_, events_};
    }
    fairlead::logger log() const { return fairlead::logger{port_}; }
    fairlead::events const& events() const noexcept { return events_; }

    pending<std::vector<screen_info>> screens() const;
    pending<environment_info> environment() const;
    /// In the program that the desktop has for it; of schemes and characters only harmless ones.
    pending<void> open_url(std::string_view url) const;

    /// The app: asks whoever may object (on_before_close) as the close button does.
    pending<void> quit() const;
    pending<void> show() const;
    pending<void> hide() const;

    // -- menu -------------------------------------------------------------------------------------

    /// Also before the plugin runs. The bar shows the menus of all plugins, one beside the other;
    /// this plugin's vanish with it. The answer is an error if an item cannot be shown, and comes
    /// at once while there is no window.
    pending<void> set_menu(menu const& bar) const;
    /// Shows what has changed in it.
    pending<void> update_menu() const;

    // -- life: all to be said before the plugin runs ----------------------------------------------

    /// Startup, then each DOM ready: one after the other, on the plugin's pool. They may wait.
    void on_startup(std::function<void()> handler) const;
    /// Each time that the page has been loaded.
    void on_dom_ready(std::function<void()> handler) const;
    /// True: the window stays. On the pool, and it may ask the user. Of an app's plugins one may
    /// have this; who has not answered within 5 s agrees; while a dialog is open that time does not
    /// run.
    void on_before_close(std::function<bool()> handler) const;
    /// Where run() was called, after the window has gone; the plugin has 1.5 s to leave.
    void on_shutdown(std::function<void()> handler) const;

    // -- what the user does to the window; on the connection's thread: must not block -------------

    listening on_second_instance(std::function<void(second_instance const&)> handler) const;
    /// With `enableFileDrop` alone. A page can tell of a drop, too: paths are not proven.
    listening on_file_drop(std::function<void(file_drop const&)> handler) const;

    // -- what the broker tells; on the connection's thread: must not block -----------------------

    listening on_pressure(std::function<void(pressure const&)> handler) const;

private:
    std::shared_ptr<runtime_port> port_;
    fairlead::events events_;
};

}  // namespace fairlead

template <>
struct fairlead::json::codec<fairlead::second_instance> {
    static void read(value& from, second_instance& to) {
        from.each_member([&](std::string_view key, value& member) {
            if (key == "args") json::read(member, to.args);
            if (key == "workingDirectory") json::read(member, to.working_directory);
        });
    }
};

template <>
struct fairlead::json::codec<fairlead::pressure> {
    static void read(value& from, pressure& to) {
        from.each_member([&](std::string_view key, value& member) {
            std::uint64_t milliseconds = 0;
            if (key == "peer") json::read(member, to.peer);
            else if (key == "name") json::read(member, to.name);
            else if (key == "what") json::read(member, to.what);
            else if (key == "used") json::read(member, to.used);
            else if (key == "bound") json::read(member, to.bound);
            else if (key == "culprit") json::read(member, to.culprit);
            if (key != "since_ms") return;
            json::read(member, milliseconds);
            to.since = std::chrono::milliseconds{milliseconds};
        });
    }
};
