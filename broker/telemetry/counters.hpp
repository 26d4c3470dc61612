// SPDX-License-Identifier: MIT
//
// counters — what the broker has done since it started; plain numbers, one thread.
#pragma once

#include <cstdint>

namespace fairlead::broker::telemetry {

struct counters {
    std::uint64_t calls = 0;             ///< Taken from callers, invokes of pages included.
    std::uint64_t results = 0;           ///< Answered with a result.
    std::uint64_t errors = 0;            ///< Answered with an error, whoever caused it.
    std::uint64_t timeouts = 0;          ///< Of those: the deadline passed.
    std::uint64_t orphans = 0;           ///< Of those: the provider ended first.
    std::uint64_t overloads = 0;         ///< Of those: a bound was reached.
    std::uint64_t denied = 0;            ///< Of all kinds, for what wails.json says.
    std::uint64_t cancelled = 0;         ///< Taken back by caller or page.
    std::uint64_t late_replies = 0;      ///< Answers that nobody waited for any more.
    std::uint64_t items = 0;             ///< Of streams, passed on.
    std::uint64_t late_items = 0;        ///< Items and progress that nobody waited for any more.
    std::uint64_t parked = 0;            ///< Calls that had to wait for a plugin to start.
    std::uint64_t resent = 0;            ///< Idempotent calls whose plugin died in them.
    std::uint64_t events = 0;            ///< Published.
    std::uint64_t events_delivered = 0;  ///< To subscribers, into their rings or beside them.
    std::uint64_t events_dropped = 0;    ///< A subscriber did not read fast enough.
    std::uint64_t events_replaced = 0;   ///< The same, but it gets a newer one of the topic.
    std::uint64_t emitters_paused = 0;   ///< Times: a subscriber of a topic that blocks was slow.
    std::uint64_t sessions_admitted = 0;
    std::uint64_t sessions_refused = 0;
    std::uint64_t sessions_cut = 0;  ///< Ended by the broker: somebody broke a rule.
    std::uint64_t faults = 0;        ///< Times that handling what a peer sent has thrown.
};

}  // namespace fairlead::broker::telemetry
