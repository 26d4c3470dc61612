// SPDX-License-Identifier: MIT
//
// plugin_state — where a supervised plugin stands, and what is told of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace fairlead::broker::supervision {

enum class plugin_state : std::uint8_t { starting, ready, draining, restarting, failed, stopped };

constexpr std::string_view to_text(plugin_state state) noexcept {
    switch (state) {
        case plugin_state::starting: return "starting";
        case plugin_state::ready: return "ready";
        case plugin_state::draining: return "draining";
        case plugin_state::restarting: return "restarting";
        case plugin_state::failed: return "failed";
        case plugin_state::stopped: return "stopped";
    }
    return "?";
}

struct plugin_status {
    std::string name;
    plugin_state state = plugin_state::stopped;
    std::string reason;  ///< Why it is not ready; empty where there is nothing to say.
    pid_t pid = 0;       ///< 0: no process now.
    std::uint32_t restarts = 0;
    bool was_ready = false;      ///< At least once, so it is known what it offers.
    bool restarting = false;     ///< It ends, and is started again.
    bool asleep = false;         ///< Stopped, and started by its first call.
    bool reloading = false;      ///< A new build is about to take over.
    bool throttled = false;      ///< It keeps a processor busy, and comes behind all others.
    std::string reload_problem;  ///< Why the last one did not; empty: it did, or there was none.
    std::chrono::steady_clock::time_point started_at{};
    std::vector<std::string> needs;     ///< Plugins that must be ready before it.
    std::vector<std::string> in_force;  ///< Its limits and its sandbox, in words.
    std::string last_crash;             ///< A crash_report as JSON; empty: none.
};

}  // namespace fairlead::broker::supervision
