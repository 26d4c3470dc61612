// SPDX-License-Identifier: MIT
//
// guardian_report — what a plugin's guardian writes to the broker: that the plugin is busy, each
// time it has used so much of a processor, and last that it has ended. Each is one write to a
// pipe, so it is there whole or not at all.
#pragma once

#include <cstdint>

namespace fairlead::broker::guardian {

/// Of processor time, of the plugin's own process. The kernel counts: an idle plugin costs nothing.
inline constexpr std::uint32_t busy_tick_ms = 50;

enum class guardian_news : std::int32_t { ended, busy };

struct guardian_report {
    guardian_news news = guardian_news::ended;  ///< All else is said of that alone.
    std::int32_t exit_code = 0;
    std::int32_t signal = 0;  ///< 0: it exited by itself.
    std::uint32_t dumped_core = 0;
    std::int32_t over_limit = 0;    ///< Processes that it had when the guardian ended it.
    std::uint32_t left_behind = 0;  ///< Processes that it had started, killed with it.
    std::uint64_t memory_peak_kib = 0;
    std::uint64_t cpu_ms = 0;
};

}  // namespace fairlead::broker::guardian
