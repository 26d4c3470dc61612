// SPDX-License-Identifier: MIT
//
// plugin_fsm — the decisions over one plugin's life. Pure: what happened and when goes in, what is
// to be done comes out.
//
//   stopped ──want──► starting ──ready──► ready ──died──► restarting ──delay──► starting …
//      ▲                 │  too late, died: restarting          │ crash loop, or not to be tried
//      └──── draining ◄──┴── stop ─────────────────────────────►└► failed
//
// A plugin that waits for others to be ready is `starting` without a process.
#pragma once

#include "broker/config/plugin_config.hpp"
#include "broker/supervision/plugin_state.hpp"
#include "broker/supervision/restart_policy.hpp"

#include <optional>
#include <string>

namespace fairlead::broker::supervision {

/// A plugin whose session ended has this long to end itself: mostly it is just doing so.
inline constexpr std::chrono::milliseconds end_patience{500};

/// What is to be done now. At most one process exists per plugin but for a reload.
struct plugin_step {
    bool spawn = false;
    bool say_goodbye = false;  ///< Whoever has no session to be told through gets SIGTERM.
    bool kill = false;
    bool entered = false;  ///< State or reason are new: to be announced.
    /// Call on_alarm() after that; nothing: leave it as it is.
    std::optional<std::chrono::milliseconds> alarm_in;
    bool no_alarm = false;
};

enum class death {
    clean,           ///< Exit code 0 and nobody had told it to.
    failure,         ///< Anything else.
    not_executable,  ///< Trying again would change nothing.
};

class plugin_fsm {
public:
    using time_point = restart_policy::time_point;

    explicit plugin_fsm(config::plugin_config const& rules)
        : startup_{rules.startup}, drain_{rules.drain}, policy_{rules.restart} {}

    plugin_state state() const noexcept { return state_; }
    std::string const& reason() const noexcept { return reason_; }
    std::uint32_t restarts() const noexcept { return restarts_; }
    bool was_ready() const noexcept { return was_ready_; }
    bool has_process() const noexcept { return has_process_; }
    /// It is about to end, and then it is started again.
    bool is_restarting() const noexcept {
        return state_ == plugin_state::restarting || (state_ == plugin_state::draining && again_);
    }

    /// It shall run. `missing`: the plugins that must be ready first, in words; empty: none.
    plugin_step want(std::string const& missing, time_point now);
    /// The same, again and again while it waits.
    plugin_step requirements(std::string const& missing, time_point now);
    bool waits_for_others() const noexcept {
        return state_ == plugin_state::starting && !has_process_;
    }

    plugin_step on_ready();
    plugin_step on_session_lost();
    plugin_step on_alarm(time_point now);
    plugin_step on_hung(std::chrono::milliseconds silent_for);
    plugin_step on_end(death how, std::string const& description, time_point now);

    /// It shall not run. `again`: and then it shall.
    plugin_step stop(bool again);

    /// A reload: another process has taken this one's place, or takes it over before it is ready.
    plugin_step replaced_by_ready(time_point started);
    plugin_step replaced_by_starting(time_point started, std::chrono::milliseconds left);

    /// What we did to it, for the report; empty: it ended by itself.
    std::string const& killed_because() const noexcept { return killed_because_; }

private:
    plugin_step enter(plugin_state state, std::string reason = {});
    plugin_step spawn(time_point now);
    plugin_step kill(std::string because);

    std::chrono::milliseconds startup_;
    std::chrono::milliseconds drain_;
    restart_policy policy_;
    plugin_state state_ = plugin_state::stopped;
    std::string reason_;
    std::string killed_because_;
    std::uint32_t restarts_ = 0;
    bool was_ready_ = false;
    bool has_process_ = false;
    bool again_ = false;
    time_point started_{};
};

}  // namespace fairlead::broker::supervision
