// SPDX-License-Identifier: MIT
//
// supervised_plugin — every line it logs says which plugin, what happened and what comes next.
#include "broker/supervision/supervised_plugin.hpp"
#include "broker/supervision/program_path.hpp"
#include "broker/telemetry/log.hpp"

#include <unistd.h>

#include <csignal>

namespace fairlead::broker::supervision {

using telemetry::log_error;
using telemetry::log_info;
using telemetry::log_warn;

namespace {

/// Of a plugin or about it.
telemetry::origin about(std::string const& plugin) { return {"supervision", plugin}; }

/// Of a start that would fail the same way again.
const auto cannot_run = std::make_error_code(std::errc::no_such_file_or_directory);

death death_of(process_end const& how) {
    // Trying again would not make it executable.
    if (how.exec_error != 0) return death::not_executable;
    const bool clean =
        how.exit_code == 0 && how.signal == 0 && !how.guardian_lost && how.over_limit == 0;
    return clean ? death::clean : death::failure;
}

}  // namespace

supervised_plugin::supervised_plugin(boost::asio::io_context& loop,
                                     supervisor_settings const& settings,
                                     supervisor_events const& events, config::plugin_config config)
    : loop_{loop}, settings_{settings}, events_{events}, config_{std::move(config)}, fsm_{config_},
      alarm_{loop, [this] { perform(fsm_.on_alarm(clock::now())); }},
      next_alarm_{loop,
                  [this] {
                      next_killed_because_ = "not ready in time";
                      if (next_) next_->kill();
                  }},
      leaving_alarm_{loop, [this] {
                         if (!leaving_) return;
                         log_warn(about(name()),
                                  "plugin '{}' is killed: replaced, and it did not finish "
                                  "in time pid={}",
                                  name(), leaving_->pid());
                         leaving_->kill();
                     }} {}

plugin_status supervised_plugin::status() const {
    plugin_status now{.name = name(),
                      .state = fsm_.state(),
                      .reason = fsm_.reason(),
                      .pid = current_ ? current_->pid() : 0,
                      .restarts = fsm_.restarts(),
                      .was_ready = fsm_.was_ready(),
                      .restarting = fsm_.is_restarting(),
                      .asleep = config_.lazy && !stopped_by_hand_ &&
                                fsm_.state() == plugin_state::stopped,
                      .reloading = next_ != nullptr,
                      .reload_problem = reload_problem_};
    if (current_) {
        now.started_at = current_->started_at();
        now.in_force = current_->in_force();
        now.throttled = current_->throttled();
    }
    if (now.asleep && now.reason.empty()) now.reason = "starts with its first call";
    now.needs = config_.requires_;
    now.last_crash = last_crash_;
    return now;
}

bool supervised_plugin::owns(pid_t guardian) const noexcept {
    for (auto const* one : {&current_, &next_, &leaving_})
        if (*one && (*one)->guardian_pid() == guardian) return true;
    return false;
}

void supervised_plugin::want(std::string const& missing) {
    stopped_by_hand_ = false;
    perform(fsm_.want(missing, clock::now()));
}

void supervised_plugin::requirements(std::string const& missing) {
    perform(fsm_.requirements(missing, clock::now()));
}

void supervised_plugin::stop() {
    stopped_by_hand_ = true;
    if (next_) next_->kill();
    perform(fsm_.stop(false));
}

void supervised_plugin::restart(std::string const& missing) {
    if (fsm_.has_process()) return perform(fsm_.stop(true));
    if (state() == plugin_state::restarting) perform(fsm_.stop(false));
    want(missing);
}

void supervised_plugin::perform(plugin_step const& step) {
    if (step.no_alarm) alarm_.cancel();
    if (step.alarm_in) alarm_.ring_in(*step.alarm_in);
    if (step.kill && current_) {
        log_warn(about(name()), "plugin '{}' is killed: {} pid={}", name(), fsm_.killed_because(),
                 current_->pid());
        current_->kill();
    }
    if (step.say_goodbye && current_) say_goodbye(*current_);
    if (state() == plugin_state::failed && step.entered)
        log_error(about(name()), "plugin '{}' is given up: {}", name(), fsm_.reason());
    if (step.spawn) spawn();
    else if (step.entered) announce();
}

void supervised_plugin::say_goodbye(plugin_instance& to) {
    if (to.attached()) events_.say_goodbye(to.session());
    else to.signal(SIGTERM);
}

result<supervised_plugin::instance> supervised_plugin::start_process(std::string& problem) {
    const auto program = find_program(config_.exec, settings_.app_dir, settings_.broker_dir);
    if (program.file.empty()) {
        problem = "no program for \"exec\": \"" + config_.exec + "\"; looked for";
        for (auto const& place : program.tried) problem += "\n  " + place.string();
        return cannot_run;
    }
    if (::access((settings_.broker_dir / "fairlead-guardian").c_str(), X_OK) != 0) {
        problem = "fairlead-guardian is not in " + settings_.broker_dir.string();
        return cannot_run;
    }
    auto confined = std::make_unique<confinement>(config_, settings_.app_dir, program.file);
    if (!confined->problem().empty()) {
        problem = confined->problem();
        return cannot_run;
    }
    auto process =
        plugin_instance::start(loop_, settings_, config_, program.file, std::move(confined), *this);
    if (!process) problem = process.error().message();
    return process;
}

void supervised_plugin::spawn() {
    std::string problem;
    auto process = start_process(problem);
    if (process) {
        current_ = std::move(*process);
        return announce();
    }
    const auto is_missing = process.error() == cannot_run;
    if (!is_missing) log_error(about(name()), "plugin '{}' cannot be started: {}", name(), problem);
    perform(
        fsm_.on_end(is_missing ? death::not_executable : death::failure, problem, clock::now()));
}

// -- a new build takes over -----------------------------------------------------------------------

std::string supervised_plugin::reload() {
    if (next_) return "a reload of '" + name() + "' is under way already";
    if (state() != plugin_state::ready)
        return fmt::format("'{}' is {}: only a plugin that is ready can be replaced while it runs",
                           name(), to_text(state()));
    std::string problem;
    auto process = start_process(problem);
    if (!process) return problem;
    if (leaving_) leaving_->kill();
    reload_problem_.clear();
    next_killed_because_.clear();
    next_ = std::move(*process);
    next_alarm_.ring_in(config_.startup);
    log_info(about(name()), "plugin '{}' is reloaded pid={} successor={}", name(), current_->pid(),
             next_->pid());
    announce();
    return {};
}

void supervised_plugin::take_over() {
    next_alarm_.cancel();
    const bool told = state() == plugin_state::draining;
    events_.take_over(current_->session(), next_->session());
    if (leaving_) leaving_->kill();  // Of the reload before: it has had its time.
    std::swap(leaving_, current_);
    if (current_) events_.on_process_end(current_->session());
    current_ = std::move(next_);
    const auto step = fsm_.replaced_by_ready(current_->started_at());
    log_info(about(name()), "plugin '{}' was replaced pid={} before={}", name(), current_->pid(),
             leaving_->pid());
    leaving_alarm_.ring_in(config_.drain);
    if (!told) say_goodbye(*leaving_);
    perform(step);
}

// -- what happens to its processes ----------------------------------------------------------------

bool supervised_plugin::token_fits(std::string_view token) const noexcept {
    return (current_ && current_->token_fits(token)) || (next_ && next_->token_fits(token));
}

attached_as supervised_plugin::on_attached(std::string_view token, session_id session) {
    const bool is_current = current_ && current_->token_fits(token);
    if (!is_current && !(next_ && next_->token_fits(token))) return attached_as::nobody;
    (is_current ? current_ : next_)->attach(session);
    return is_current ? attached_as::current : attached_as::successor;
}

void supervised_plugin::on_ready(session_id session) {
    if (is_session_of(next_, session)) {
        // Of a plugin that shall not run any more: it is being killed.
        if (state() == plugin_state::ready || fsm_.is_restarting()) take_over();
    } else if (is_session_of(current_, session)) perform(fsm_.on_ready());
}

void supervised_plugin::on_session_lost(session_id session, std::vector<std::string> unanswered) {
    if (open_report_ && open_report_->first == session) {
        auto report = std::move(open_report_->second);
        open_report_.reset();
        report.unanswered = std::move(unanswered);
        return publish(std::move(report));
    }
    for (auto const* one : {&current_, &next_, &leaving_})
        if (is_session_of(*one, session)) {
            (*one)->detach(std::move(unanswered));
            if (one == &current_) perform(fsm_.on_session_lost());
            else if (one == &next_) next_alarm_.ring_in(end_patience);
            return;
        }
}

void supervised_plugin::on_hung(session_id session, std::chrono::milliseconds silent_for) {
    if (is_session_of(current_, session)) perform(fsm_.on_hung(silent_for));
}

/// A plugin's own words, at any level but `off`.
void supervised_plugin::on_line(plugin_instance const& one, std::string_view line) {
    if (telemetry::logs(telemetry::log_level::error))
        telemetry::write_log(telemetry::log_level::info, {name(), name()}, line);
    note(one.pid(), line);
}

void supervised_plugin::note(pid_t pid, std::string_view line) {
    history_.add(pid, line);
    if (events_.on_line) events_.on_line(name());
}

void supervised_plugin::on_end(plugin_instance& one, process_end const& how) {
    if (how.guardian_lost && events_.on_guardian_lost) events_.on_guardian_lost();
    if (&one == current_.get()) on_current_end(how);
    else if (&one == next_.get()) on_successor_end(how);
    else on_leaver_end();
}

std::uint64_t supervised_plugin::heard_from(session_id who) const {
    return events_.heard_from ? events_.heard_from(who) : 0;
}

void supervised_plugin::on_throttled(plugin_instance& one) {
    if (one.throttled())
        log_warn(about(name()),
                 "plugin '{}' is throttled: it keeps a processor busy and says nothing pid={}",
                 name(), one.pid());
    else log_info(about(name()), "plugin '{}' is not throttled any more pid={}", name(), one.pid());
    if (&one == current_.get()) announce();
}

void supervised_plugin::on_current_end(process_end const& how) {
    const auto session = current_->session();
    const auto was = state();
    const auto because = fsm_.killed_because();
    if (was != plugin_state::draining || !because.empty()) {
        auto report = report_of(*current_, how, because);
        if (session == session_id{}) publish(std::move(report));
        else open_report_.emplace(session, std::move(report));
    }
    current_.reset();
    if (session != session_id{}) events_.on_process_end(session);
    if (next_) {
        next_alarm_.cancel();
        current_ = std::move(next_);
        // What it has offered so far counts from now on, although it is not ready yet.
        if (current_->attached()) events_.take_over(session, current_->session());
        const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(
            clock::now() - current_->started_at());
        return perform(fsm_.replaced_by_starting(current_->started_at(), config_.startup - age));
    }
    auto words = describe(how);
    if (!because.empty()) words += ": " + because;
    if (how.exec_error != 0) words = config_.exec + " " + words;
    perform(fsm_.on_end(death_of(how), words, clock::now()));
}

void supervised_plugin::on_successor_end(process_end const& how) {
    next_alarm_.cancel();
    const auto session = next_->session();
    auto report = report_of(*next_, how, next_killed_because_);
    reload_problem_ = describe(report);
    for (auto const& line : report.last_lines) reload_problem_ += "\n  " + line;
    log_warn(about(name()),
             "plugin '{}' keeps running: its successor ended before it was ready: {}", name(),
             describe(report));
    next_.reset();
    if (session != session_id{}) events_.on_process_end(session);
    publish(std::move(report));
    announce();
}

void supervised_plugin::on_leaver_end() {
    leaving_alarm_.cancel();
    const auto session = leaving_->session();
    leaving_.reset();
    if (session != session_id{}) events_.on_process_end(session);
    announce();
}

// -- reports --------------------------------------------------------------------------------------

crash_report supervised_plugin::report_of(plugin_instance const& one, process_end const& how,
                                          std::string const& because) const {
    crash_report report{.plugin = name(),
                        .pid = one.pid(),
                        .how = how,
                        .killed_because = because,
                        .uptime = std::chrono::duration_cast<std::chrono::milliseconds>(
                            clock::now() - one.started_at()),
                        .restarts = fsm_.restarts(),
                        .when = std::chrono::system_clock::now(),
                        .last_lines = one.last_lines(),
                        .unanswered = one.unanswered()};
    if (how.dumped_core)
        report.core = core_path(read_core_pattern(), report.pid,
                                std::filesystem::path{config_.exec}.filename().string(),
                                settings_.app_dir.string());
    return report;
}

void supervised_plugin::publish(crash_report report) {
    last_crash_ = to_json(report);
    const auto file = settings_.crashes.keep(report);
    log_error(about(name()), "plugin '{}' ended: {} pid={} uptime_s={:.3f} restarts={} report={}",
              name(), describe(report), report.pid,
              static_cast<double>(report.uptime.count()) / 1'000, report.restarts, file.string());
    for (auto const& method : report.unanswered)
        log_error(about(name()), "{} had not answered '{}'", name(), method);
    for (auto const& line : report.last_lines) log_error(about(name()), "{} | {}", name(), line);
    note(0, fmt::format("pid {} ended: {}", report.pid, describe(report)));
}

// -- the end --------------------------------------------------------------------------------------

void supervised_plugin::drain() {
    if (next_) next_->kill();
    if (state() != plugin_state::failed) perform(fsm_.stop(false));
}

void supervised_plugin::kill() noexcept {
    for (auto const* one : {&current_, &next_, &leaving_})
        if (*one) (*one)->kill();
}

}  // namespace fairlead::broker::supervision
