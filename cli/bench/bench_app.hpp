// SPDX-License-Identifier: MIT
//
// bench_app — an app for measuring: a broker and the echo plugin in a runtime folder of their own,
// gone when it goes; or the echo plugin alone, beside an app that runs already.
#pragma once

#include "cli/bench/scratch_folder.hpp"
#include "cli/launch/child_process.hpp"

#include <fairlead/client/connection.hpp>

#include <memory>
#include <optional>
#include <string>

namespace fairlead::cli {

/// Plugins of an app that is measured, as wails.json has them; one is the echo plugin.
struct bench_plugins {
    std::string json;
    std::string log_level = "warn";  ///< What the broker writes to our stderr.
    bool counters = true;            ///< The broker keeps them in a file.
    std::string permissions{};       ///< An object; empty: there are none.

    /// The echo plugin; `more` are further members of its object, each behind a comma.
    static std::string echo(std::string const& more = {});
};

class bench_app {
public:
    /// Started, and the echo plugin answers. Throws command_failed.
    explicit bench_app(bench_plugins const& plugins = {.json = bench_plugins::echo()});
    /// The plugin joins the running app of that name.
    explicit bench_app(std::string const& running);
    ~bench_app();
    bench_app(bench_app const&) = delete;
    bench_app& operator=(bench_app const&) = delete;

    std::unique_ptr<client::connection> connect(wire::peer_role role = wire::peer_role::tool,
                                                std::string name = "bench") const;
    std::filesystem::path const& socket() const noexcept { return socket_; }
    pid_t broker_pid() const noexcept { return broker_pid_; }
    pid_t plugin_pid() const noexcept { return plugin_pid_; }

private:
    std::optional<scratch_folder> folder_;  // Ours, if the app is.
    std::filesystem::path socket_;
    std::optional<child_process> broker_;  // Ours, or
    std::optional<child_process> plugin_;  // that.
    pid_t broker_pid_ = 0;
    pid_t plugin_pid_ = 0;
};

}  // namespace fairlead::cli
