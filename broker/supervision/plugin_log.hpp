// SPDX-License-Identifier: MIT
//
// plugin_log — what a plugin writes to stdout and stderr, by lines: shown with its name, at most so
// many a second, the last ones kept for the report when it crashes.
#pragma once

#include "broker/telemetry/line_rate.hpp"

#include <deque>
#include <functional>
#include <string>
#include <string_view>

namespace fairlead::broker::supervision {

struct plugin_log_limits {
    std::uint32_t lines_per_second = 200;
    std::size_t line_bytes_max = 2'048;  ///< A longer line is cut into several.
    std::size_t lines_kept = 50;
};

class plugin_log {
public:
    using time_point = std::chrono::steady_clock::time_point;
    using show = std::function<void(std::string_view line)>;

    explicit plugin_log(show to, plugin_log_limits limits = {})
        : show_{std::move(to)}, limits_{limits}, rate_{limits.lines_per_second} {}

    void on_output(std::string_view bytes, time_point now);

    /// The process is gone: its last, unfinished line, and what was skipped.
    void finish(time_point now);

    std::deque<std::string> const& last_lines() const noexcept { return kept_; }

private:
    void on_line(time_point now);

    show show_;
    plugin_log_limits limits_;
    telemetry::line_rate rate_;
    std::string open_;  // The line that has not ended yet.
    std::deque<std::string> kept_;
};

}  // namespace fairlead::broker::supervision
