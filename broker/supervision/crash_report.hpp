// SPDX-License-Identifier: MIT
//
// crash_report — what is known of a plugin's end that nobody wanted. Pure but for the core pattern.
#pragma once

#include "broker/supervision/plugin_process.hpp"

#include <chrono>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::supervision {

struct crash_report {
    std::string plugin;
    pid_t pid = 0;
    process_end how;
    std::string killed_because;  ///< By us, and why; empty: it ended by itself.
    std::chrono::milliseconds uptime{};
    std::uint32_t restarts = 0;
    std::chrono::system_clock::time_point when{};
    std::deque<std::string> last_lines;
    std::vector<std::string> unanswered;  ///< The methods of calls that it had not answered.
    std::string core;                     ///< Where its core lies, or how to get at it.
};

/// "signal 9 (Killed): its loop has not answered for 10.0 s".
std::string describe(crash_report const& report);

std::string to_json(crash_report const& report);

/// "2026-11-21T19:40:00.123Z".
std::string utc_text(std::chrono::system_clock::time_point when);

/// What /proc/sys/kernel/core_pattern says of a core that was dumped by `program` in `folder`.
std::string core_path(std::string_view pattern, pid_t pid, std::string_view program,
                      std::string_view folder);

/// /proc/sys/kernel/core_pattern.
std::string read_core_pattern();

}  // namespace fairlead::broker::supervision
