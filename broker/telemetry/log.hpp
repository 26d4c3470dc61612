// SPDX-License-Identifier: MIT
//
// log — what the broker says, a line each: `time level [component] message key=value`. A healthy
// broker says when it starts and when it stops; every other line names somebody who misbehaved.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace fairlead::broker::telemetry {

enum class log_level : std::uint8_t { trace, debug, info, warn, error, off };

std::optional<log_level> log_level_from_text(std::string_view text) noexcept;

/// From here on lines are written to stderr; before, nothing is (tests stay silent).
void start_log(log_level lowest);
bool logs(log_level level) noexcept;

/// One line whatever the message holds: control characters are shown as escapes. A line is dropped,
/// and counted, when stderr is a pipe that nobody empties: the broker never waits for its reader.
void write_log(log_level level, std::string_view component, std::string_view message);

template <class... Args>
void log(log_level level, std::string_view component, fmt::format_string<Args...> text,
         Args&&... args) {
    if (logs(level)) write_log(level, component, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void log_info(std::string_view component, fmt::format_string<Args...> text, Args&&... args) {
    log(log_level::info, component, text, std::forward<Args>(args)...);
}
template <class... Args>
void log_warn(std::string_view component, fmt::format_string<Args...> text, Args&&... args) {
    log(log_level::warn, component, text, std::forward<Args>(args)...);
}
template <class... Args>
void log_error(std::string_view component, fmt::format_string<Args...> text, Args&&... args) {
    log(log_level::error, component, text, std::forward<Args>(args)...);
}

}  // namespace fairlead::broker::telemetry
