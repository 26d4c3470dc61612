// SPDX-License-Identifier: MIT
//
// plugin_fsm — one function for each thing that can happen.
#include "broker/supervision/plugin_fsm.hpp"

#include <fmt/core.h>

namespace fairlead::broker::supervision {
namespace {

double seconds(std::chrono::milliseconds span) { return static_cast<double>(span.count()) / 1'000; }

}  // namespace

plugin_step plugin_fsm::enter(plugin_state state, std::string reason) {
    state_ = state;
    reason_ = std::move(reason);
    return {.entered = true};
}

plugin_step plugin_fsm::spawn(time_point now) {
    has_process_ = true;
    killed_because_.clear();
    started_ = now;
    auto step = enter(plugin_state::starting);
    step.spawn = true;
    step.alarm_in = startup_;
    return step;
}

plugin_step plugin_fsm::kill(std::string because) {
    // The first reason counts.
    if (killed_because_.empty()) killed_because_ = std::move(because);
    return {.kill = true};
}

plugin_step plugin_fsm::want(std::string const& missing, time_point now) {
    switch (state_) {
        case plugin_state::starting:
        case plugin_state::ready:
        case plugin_state::restarting: return {};
        case plugin_state::draining: again_ = true; return {};
        case plugin_state::failed:
        case plugin_state::stopped: break;
    }
    policy_.forgive();
    if (missing.empty()) return spawn(now);
    return enter(plugin_state::starting, "waits for " + missing);
}

plugin_step plugin_fsm::requirements(std::string const& missing, time_point now) {
    if (!waits_for_others()) return {};
    if (missing.empty()) return spawn(now);
    if (reason_ == "waits for " + missing) return {};
    return enter(plugin_state::starting, "waits for " + missing);
}

plugin_step plugin_fsm::on_ready() {
    if (state_ != plugin_state::starting || !has_process_) return {};
    was_ready_ = true;
    auto step = enter(plugin_state::ready);
    step.no_alarm = true;
    return step;
}

plugin_step plugin_fsm::on_session_lost() {
    // While draining its time runs already.
    if (!has_process_ || state_ == plugin_state::draining) return {};
    return {.alarm_in = end_patience};
}

plugin_step plugin_fsm::on_alarm(time_point now) {
    switch (state_) {
        case plugin_state::restarting: return spawn(now);
        case plugin_state::draining:
            return kill(fmt::format("it did not finish within {} s", seconds(drain_)));
        case plugin_state::starting:
            if (now - started_ >= startup_)
                return kill(fmt::format("not ready within {} s", seconds(startup_)));
            return kill("it lost its session but did not end");
        case plugin_state::ready: return kill("it lost its session but did not end");
        case plugin_state::failed:
        case plugin_state::stopped: break;
    }
    return {};
}

plugin_step plugin_fsm::on_hung(std::chrono::milliseconds silent_for) {
    if (state_ != plugin_state::ready) return {};
    return kill(fmt::format("its loop has not answered for {:.1f} s", seconds(silent_for)));
}

plugin_step plugin_fsm::on_end(death how, std::string const& description, time_point now) {
    has_process_ = false;
    plugin_step step;
    if (state_ == plugin_state::draining && again_) {
        again_ = false;
        return spawn(now);
    }
    if (state_ == plugin_state::draining) {
        step = enter(plugin_state::stopped);
    } else if (how == death::not_executable) {
        step = enter(plugin_state::failed, description);
    } else if (how == death::clean && policy_.limits().when != config::restart_when::always) {
        step = enter(plugin_state::stopped, "it ended by itself");
    } else if (policy_.limits().when == config::restart_when::never) {
        step = enter(plugin_state::failed, description);
    } else if (const auto delay = policy_.on_death(started_, now)) {
        ++restarts_;
        step = enter(plugin_state::restarting, description);
        step.alarm_in = *delay;
        return step;
    } else {
        step = enter(plugin_state::failed,
                     fmt::format("it died {} times within {} s, the last time by {}",
                                 policy_.limits().deaths_max,
                                 seconds(policy_.limits().deaths_within), description));
    }
    step.no_alarm = true;
    return step;
}

plugin_step plugin_fsm::stop(bool again) {
    again_ = again;
    if (state_ == plugin_state::draining || (state_ == plugin_state::stopped && reason_.empty()))
        return {};
    if (!has_process_) {
        auto step = enter(plugin_state::stopped);
        step.no_alarm = true;
        return step;
    }
    auto step = enter(plugin_state::draining);
    step.say_goodbye = true;
    step.alarm_in = drain_;
    return step;
}

plugin_step plugin_fsm::replaced_by_ready(time_point started) {
    started_ = started;
    was_ready_ = true;
    again_ = false;  // Who was to be restarted has been.
    killed_because_.clear();
    auto step = enter(plugin_state::ready);
    step.no_alarm = true;
    return step;
}

plugin_step plugin_fsm::replaced_by_starting(time_point started, std::chrono::milliseconds left) {
    has_process_ = true;
    again_ = false;
    killed_because_.clear();
    started_ = started;
    auto step = enter(plugin_state::starting);
    step.alarm_in = left;
    return step;
}

}  // namespace fairlead::broker::supervision
