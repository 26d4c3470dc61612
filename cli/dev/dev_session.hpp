// SPDX-License-Identifier: MIT
//
// dev_session — `fairlead dev` from its start to its end: builds, starts, watches, and does what
// changed files and pressed keys ask for.
//
//   plugins built → front end installed, built or served → broker, window, browser server → changes
#pragma once

#include "cli/dev/app_processes.hpp"
#include "cli/dev/console.hpp"
#include "cli/dev/dev_settings.hpp"
#include "cli/dev/folder_watch.hpp"
#include "cli/dev/front_end_server.hpp"
#include "cli/dev/plugin_builder.hpp"
#include "cli/dev/plugin_swap.hpp"
#include "cli/dev/settling.hpp"
#include "cli/dev/terminal_keys.hpp"
#include "cli/dev/watch_rules.hpp"
#include "cli/launch/single_instance.hpp"
#include "cli/launch/stop_signals.hpp"

#include <optional>
#include <set>
#include <string>

namespace fairlead::cli::dev {

class dev_session {
public:
    /// Throws command_failed for an app that cannot be.
    explicit dev_session(dev_command command);
    dev_session(dev_session const&) = delete;
    dev_session& operator=(dev_session const&) = delete;

    /// Until somebody ends it. The exit code.
    int run();

private:
    enum class stage { building, front_end, running };

    // Towards a running app.
    void plugins_built(build_outcome const& outcome);
    void begin_front_end();
    void run_front_end_step(std::string const& title, std::string const& line,
                            std::function<void()> then);
    void start_front_end_server();
    void launch();
    void broker_is_there();

    // What has changed.
    void watch();
    void take_changes();
    void look_at_changes();
    void take_page_changes(std::set<std::string> const& files);
    void take_plugin_changes(std::set<std::string> const& files);
    void take_config_change();
    void tell_failed(build_outcome const& outcome);
    void plugins_swapped(swap_outcome const& outcome);

    // What somebody wants.
    void take_signal();
    void take_key();
    void restart_plugins();
    void open_browser();
    void generate_wailsjs();
    void tell_build(std::string json);
    void tell_front_end(std::string json);
    void quit(int code) { loop_.quit(code); }

    dev_command command_;
    dev_settings settings_;
    installation here_ = installation::own();
    app_folder app_;
    std::variant<sole_instance, handed_over> instance_;
    std::string config_text_;
    stop_signals signals_;
    terminal_keys keys_;
    console out_;
    poll_loop loop_;

    stage stage_ = stage::building;
    std::string build_news_, front_end_news_;  ///< The last of each, for the next broker.
    std::string browser_url_;
    std::set<std::string> changed_;  ///< Sources that the running build was begun for.
    std::chrono::steady_clock::time_point changed_at_;

    watch_rules rules_;
    settling changes_;
    poll_loop::timer changes_due_ = poll_loop::timer::none;
    std::optional<folder_watch> watch_;

    broker_line broker_{loop_};
    plugin_builder builder_;
    plugin_swap swap_;
    app_processes processes_;
    std::unique_ptr<heard_child> step_;    ///< Of the front end: install, build.
    std::unique_ptr<heard_child> opener_;  ///< xdg-open
    front_end_server front_end_;
};

}  // namespace fairlead::cli::dev
