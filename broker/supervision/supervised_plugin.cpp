// SPDX-License-Identifier: MIT
//
// supervised_plugin — every line it logs says which plugin, what happened and what comes next.
#include "broker/supervision/supervised_plugin.hpp"
#include "broker/supervision/launch_token.hpp"
#include "broker/supervision/program_path.hpp"
#include "broker/telemetry/log.hpp"

#include <csignal>

namespace fairlead::broker::supervision {

using telemetry::log_error;
using telemetry::log_level;
using telemetry::log_warn;

namespace {

constexpr std::string_view component = "supervision";

double seconds(std::chrono::steady_clock::duration span) {
    return std::chrono::duration<double>(span).count();
}

/// A plugin's own words, at any level but `off`.
void show_line(std::string const& plugin, std::string_view line) {
    if (telemetry::logs(log_level::error)) telemetry::write_log(log_level::info, plugin, line);
}

}  // namespace

supervised_plugin::supervised_plugin(boost::asio::io_context& loop,
                                     supervisor_settings const& settings,
                                     supervisor_events const& events, config::plugin_config config)
    : loop_{loop}, settings_{settings}, events_{events}, config_{std::move(config)},
      policy_{settings.restarts}, log_{[this](std::string_view line) {
          show_line(status_.name, line);
      }},
      impatience_{loop, [this] { on_impatience(); }}, restart_{loop, [this] { start(); }} {
    status_.name = config_.name;
}

void supervised_plugin::start() {
    const auto program = find_program(config_.exec, settings_.app_dir, settings_.broker_dir);
    if (program.file.empty()) {
        std::string places;
        for (auto const& place : program.tried) places += "\n  " + place.string();
        return give_up("no program for \"exec\": \"" + config_.exec + "\"; looked for" + places);
    }
    launch what{program.file, config_.args, config_.env, settings_.app_dir, make_launch_token()};
    what.env.emplace_back("FAIRLEAD_SOCKET", settings_.socket.string());
    what.env.emplace_back("FAIRLEAD_NAME", config_.name);
    token_ = what.token;
    attached_ = false;
    log_ = plugin_log{[this](std::string_view line) { show_line(status_.name, line); }};
    status_.started_at = clock::now();
    auto process = plugin_process::spawn(loop_, what, *this);
    if (!process) {
        log_error(component, "plugin '{}' cannot be started: {}", name(),
                  process.error().message());
        return after_death(process.error().message());
    }
    process_ = std::move(*process);
    status_.pid = process_->pid();
    impatience_.ring_in(settings_.ready_within);
    enter(plugin_state::starting);
}

void supervised_plugin::on_attached() {
    token_.clear();
    attached_ = true;
}

void supervised_plugin::on_ready() {
    if (status_.state != plugin_state::starting) return;
    impatience_.cancel();
    status_.was_ready = true;
    enter(plugin_state::ready);
}

void supervised_plugin::on_session_lost() {
    if (!attached_) return;
    attached_ = false;
    // Mostly the process is just ending, too. If not: it cannot come back without a new token.
    if (process_) impatience_.ring_in(settings_.end_within);
}

void supervised_plugin::on_impatience() {
    if (!process_) return;
    if (status_.state == plugin_state::starting && !status_.was_ready && attached_)
        log_warn(component, "plugin '{}' is killed: connected, but not ready within {} s pid={}",
                 name(), seconds(settings_.ready_within), status_.pid);
    else if (status_.state == plugin_state::starting)
        log_warn(component, "plugin '{}' is killed: not ready within {} s pid={}", name(),
                 seconds(settings_.ready_within), status_.pid);
    else
        log_warn(component, "plugin '{}' is killed: it lost its session but did not end pid={}",
                 name(), status_.pid);
    kill();
}

void supervised_plugin::on_output(std::string_view bytes) { log_.on_output(bytes, clock::now()); }

void supervised_plugin::on_end(process_end const& how) {
    impatience_.cancel();
    log_.finish(clock::now());
    token_.clear();
    attached_ = false;
    const auto draining = status_.state == plugin_state::draining;
    if (!draining) report(how);
    process_.reset();
    status_.pid = 0;
    events_.on_process_end(name());
    if (draining) return enter(plugin_state::stopped);
    // Trying again would not make it executable.
    if (how.exec_error != 0) return give_up(config_.exec + " " + describe(how));
    after_death(describe(how));
}

void supervised_plugin::report(process_end const& how) const {
    log_error(component, "plugin '{}' ended: {} pid={} uptime_s={:.3f} restarts={}", name(),
              describe(how), status_.pid, seconds(clock::now() - status_.started_at),
              status_.restarts);
    for (auto const& line : log_.last_lines()) log_error(component, "{} | {}", name(), line);
}

void supervised_plugin::after_death(std::string const& why) {
    const auto delay = policy_.on_death(status_.started_at, clock::now());
    if (!delay)
        return give_up(fmt::format("it died {} times within {} s, the last time by {}",
                                   policy_.limits().deaths_max,
                                   policy_.limits().deaths_within.count(), why));
    ++status_.restarts;
    enter(plugin_state::restarting);
    restart_.ring_in(*delay);
}

void supervised_plugin::give_up(std::string const& why) {
    log_error(component, "plugin '{}' is given up: {}", name(), why);
    enter(plugin_state::failed);
}

void supervised_plugin::drain() {
    restart_.cancel();
    impatience_.cancel();
    if (!process_) {
        if (status_.state != plugin_state::failed) enter(plugin_state::stopped);
        return;
    }
    const bool can_be_told = attached_;
    enter(plugin_state::draining);
    if (!can_be_told) process_->signal_group(SIGTERM);
}

void supervised_plugin::kill() noexcept {
    if (process_) process_->signal_group(SIGKILL);
}

void supervised_plugin::enter(plugin_state state) {
    status_.state = state;
    events_.on_state(status_);
}

}  // namespace fairlead::broker::supervision
