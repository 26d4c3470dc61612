// SPDX-License-Identifier: MIT
//
// plugin_state — where a supervised plugin stands.
//
//   starting → ready → restarting → starting …        failed: given up, with a reason
//   any → draining → stopped                          (the broker stops)
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

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

/// A process exists, or is about to.
constexpr bool is_alive(plugin_state state) noexcept {
    return state == plugin_state::starting || state == plugin_state::ready ||
           state == plugin_state::draining;
}

struct plugin_status {
    std::string name;
    plugin_state state = plugin_state::starting;
    pid_t pid = 0;  ///< 0: no process now.
    std::uint32_t restarts = 0;
    bool was_ready = false;  ///< At least once, so it is known what it offers.
    std::chrono::steady_clock::time_point started_at{};
};

}  // namespace fairlead::broker::supervision
