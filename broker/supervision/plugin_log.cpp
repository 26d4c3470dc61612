// SPDX-License-Identifier: MIT
//
// plugin_log — splitting, and counting what is not shown.
#include "broker/supervision/plugin_log.hpp"

#include <fmt/core.h>

namespace fairlead::broker::supervision {

void plugin_log::on_output(std::string_view bytes, time_point now) {
    while (!bytes.empty()) {
        const auto room = limits_.line_bytes_max - open_.size();
        const auto end = bytes.find('\n');
        const auto part = bytes.substr(0, std::min({end, bytes.size(), room}));
        open_.append(part);
        bytes.remove_prefix(part.size());
        if (!bytes.empty() && bytes.front() == '\n') bytes.remove_prefix(1);
        else if (open_.size() < limits_.line_bytes_max) continue;
        on_line(now);
    }
}

void plugin_log::on_line(time_point now) {
    if (open_.ends_with('\r')) open_.pop_back();
    const auto verdict = rate_.on_line(now);
    if (verdict.skipped > 0) show_(fmt::format("({} lines skipped)", verdict.skipped));
    if (verdict.write) show_(open_);
    if (kept_.size() >= limits_.lines_kept) kept_.pop_front();
    kept_.push_back(std::move(open_));
    open_.clear();
}

void plugin_log::finish(time_point now) {
    if (!open_.empty()) on_line(now);
    if (rate_.skipped() > 0) show_(fmt::format("({} lines skipped)", rate_.skipped()));
}

}  // namespace fairlead::broker::supervision
