// SPDX-License-Identifier: MIT
//
// paused — one of four subscribers is stopped (SIGSTOP) in the middle of a flood of events: what
// that costs the others, and the broker's memory.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace fairlead::cli {

struct paused_phase {
    double per_second = 0;          ///< Events that each of the others heard, the slowest of them.
    double p50_us = 0, p99_us = 0;  ///< From emit() to the handler.
};

struct paused_figures {
    unsigned rounds = 0;  ///< 0: not measured.
    double wanted_per_second = 0;
    paused_phase all_awake, one_paused;  ///< Medians over the rounds.
    std::uint64_t events = 0;            ///< Emitted, in all phases.
    std::uint64_t lost = 0;              ///< Of the others, out of order included.
    std::uint64_t resident_before = 0, resident_after = 0, resident_at_most = 0;  ///< The broker.

    double ratio_rate() const { return one_paused.per_second / all_awake.per_second; }
    double ratio_p50() const { return one_paused.p50_us / all_awake.p50_us; }
    double ratio_p99() const { return one_paused.p99_us / all_awake.p99_us; }
};

/// 100 000 events of 64 B each second, `seconds` with all awake and as long with one paused, some
/// rounds of it.
paused_figures measure_paused(double seconds, std::function<void(std::string const&)> const& say);

/// `fairlead bench-subscriber SOCKET`: the one that is stopped.
int run_paused_subscriber(std::string const& socket);

}  // namespace fairlead::cli
