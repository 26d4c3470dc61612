// SPDX-License-Identifier: MIT
//
// service_report — the words of sd_notify(3).
#include "broker/service_report.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace fairlead::broker {

service_report::service_report(boost::asio::io_context& loop,
                               supervision::supervisor const& plugins)
    : plugins_{plugins}, notice_{telemetry::service_notice::from_environment()},
      watchdog_{loop, [this] { feed_watchdog(); }} {}

void service_report::ready() {
    tell("READY=1\n");
    feed_watchdog();
}

void service_report::tell(std::string_view first) const {
    if (!notice_.has_listener()) return;
    const auto all = plugins_.statuses();
    const auto ready = std::ranges::count(all, supervision::plugin_state::ready,
                                          &supervision::plugin_status::state);
    notice_.say(fmt::format("{}STATUS={} of {} plugins ready", first, ready, all.size()));
}

/// Twice as often as somebody wants to hear it. A loop that hangs feeds nobody.
void service_report::feed_watchdog() {
    if (notice_.watchdog() == std::chrono::microseconds{0}) return;
    notice_.say("WATCHDOG=1");
    watchdog_.ring_in(notice_.watchdog() / 2);
}

}  // namespace fairlead::broker
