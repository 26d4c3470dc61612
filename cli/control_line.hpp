// SPDX-License-Identifier: MIT
//
// control_line — the part of the command line that talks to a running app, and the options that
// all its commands have: before the command or behind it.
#pragma once

#include "cli/command_line.hpp"

#include <optional>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace fairlead::cli {

class control_line {
public:
    explicit control_line(CLI::App& app);
    control_line(control_line const&) = delete;
    control_line& operator=(control_line const&) = delete;

    /// Once the app has parsed: what was chosen, if it is one of these. Throws command_failed.
    std::optional<any_command> chosen();

    /// One of the options stands before another command, to which it means nothing.
    bool is_misplaced() const;

private:
    CLI::App* add(std::string const& name, std::string const& about);
    void add_common(CLI::App& command, bool before);
    void add_lookers();
    void add_top();
    void add_monitor();
    void add_capture();
    void add_replay();
    void add_trace();
    void add_plugin_verbs();
    void add_talkers();
    std::optional<any_command> chosen_talker();

    CLI::App& app_;
    common_options common_;
    double seconds_ = 25;
    std::vector<CLI::Option*> before_;
    inspect_command inspect_;
    log_command log_;
    top_command top_;
    monitor_command monitor_;
    capture_command capture_;
    replay_command replay_;
    complete_names_command names_;
    trace_command trace_;
    metrics_command metrics_;
    plugin_command plugin_;
    call_command call_;
    emit_command emit_;
    subscribe_command subscribe_;
    CLI::App* list_cli_ = nullptr;
    CLI::App* log_cli_ = nullptr;
    CLI::App* top_cli_ = nullptr;
    CLI::App* monitor_cli_ = nullptr;
    CLI::App* metrics_cli_ = nullptr;
    CLI::App* capture_cli_ = nullptr;
    CLI::App* replay_cli_ = nullptr;
    CLI::App* names_cli_ = nullptr;
    CLI::App* trace_cli_ = nullptr;
    CLI::Option* trace_seconds_ = nullptr;
    CLI::App* call_cli_ = nullptr;
    CLI::App* emit_cli_ = nullptr;
    CLI::App* subscribe_cli_ = nullptr;
    std::vector<CLI::App*> inspect_clis_, plugin_clis_;
};

}  // namespace fairlead::cli
