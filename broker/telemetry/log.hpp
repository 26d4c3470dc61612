// SPDX-License-Identifier: MIT
//
// log — what the broker says, a line each: `time level [component] message key=value`; behind
// systemd's journal a record each, with fields. A healthy broker says when it starts and when it
// stops; every other line names somebody who misbehaved.
#pragma once

#include "broker/telemetry/log_record.hpp"

#include <fmt/core.h>

#include <optional>
#include <string>
#include <string_view>

namespace fairlead::broker::telemetry {

std::optional<log_level> log_level_from_text(std::string_view text) noexcept;

/// From here on lines are written to stderr; before, nothing is (tests stay silent). If stderr is
/// the journal's ($JOURNAL_STREAM, which is taken out of the environment), they go there as records
/// of that app.
void start_log(log_level lowest, std::string const& app);
bool logs(log_level level) noexcept;

/// One line whatever the message holds: control characters are shown as escapes. A line is dropped,
/// and counted, when stderr is a pipe that nobody empties, or the journal does not read: the broker
/// never waits for its reader.
void write_log(log_level level, origin const& from, std::string_view message);

template <class... Args>
void log(log_level level, origin const& from, fmt::format_string<Args...> text, Args&&... args) {
    if (logs(level)) write_log(level, from, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void log_info(origin const& from, fmt::format_string<Args...> text, Args&&... args) {
    log(log_level::info, from, text, std::forward<Args>(args)...);
}
template <class... Args>
void log_warn(origin const& from, fmt::format_string<Args...> text, Args&&... args) {
    log(log_level::warn, from, text, std::forward<Args>(args)...);
}
template <class... Args>
void log_error(origin const& from, fmt::format_string<Args...> text, Args&&... args) {
    log(log_level::error, from, text, std::forward<Args>(args)...);
}

}  // namespace fairlead::broker::telemetry
