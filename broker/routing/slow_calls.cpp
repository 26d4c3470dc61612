// SPDX-License-Identifier: MIT
//
// slow_calls — a rate per method.
#include "broker/routing/slow_calls.hpp"
#include "broker/telemetry/log.hpp"

#include <fmt/core.h>

namespace fairlead::broker::routing {

telemetry::line_rate& slow_calls::rate_of(route_id method) {
    const auto found = rates_.find(method);
    if (found != rates_.end()) return found->second;
    if (rates_.size() >= methods_max) return others_;
    return rates_.emplace(method, telemetry::line_rate{1}).first->second;
}

std::optional<std::string> slow_calls::line_of(pending_replies::debt const& owed,
                                               std::string_view name, time_point now) {
    const auto verdict = rate_of(owed.route).on_line(now);
    if (!verdict.write) return std::nullopt;
    const std::chrono::duration<double, std::milli> took = now - owed.since;
    auto line = fmt::format("slow call: method={} caller={} provider={} ms={:.1f}", name,
                            describe(*owed.to.who), describe(*owed.from), took.count());
    if (verdict.skipped > 0) line += fmt::format(" others_before={}", verdict.skipped);
    return line;
}

void slow_calls::on_call(pending_replies::debt const& owed, std::string_view name, time_point now) {
    const bool is_plugin = owed.from->role == wire::peer_role::plugin;
    if (const auto line = line_of(owed, name, now))
        telemetry::log_warn(telemetry::about_peer("routing", owed.from->name, is_plugin), "{}",
                            *line);
}

}  // namespace fairlead::broker::routing
