// SPDX-License-Identifier: MIT
//
// watched — what it costs that others can look, and that one does: the same calls in turns, without
// and with counters, or a monitor. Turns that are alike tell how much of a difference is the
// machine's.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace fairlead::cli {

struct watched_side {
    double per_second = 0;
    double p50_us = 0;
    double cpu_broker_us = 0;  ///< For each round trip.
};

struct watched_figures {
    std::size_t in_flight = 1;
    std::string what;                ///< "counters", …; a monitor is looked at with counters on.
    watched_side without, with;      ///< Medians over the rounds.
    double slower = 0;               ///< Median over the rounds: 0.01 is a hundredth.
    double slower_give_or_take = 0;  ///< So far off may that median be, 19 times of 20.
    double more_cpu_broker = 0;      ///< Median, too.
};

/// 64 B, one at a time and 256 in flight; `seconds` on each side in each round.
std::vector<watched_figures> measure_watched(double seconds, unsigned rounds,
                                             std::function<void(std::string const&)> const& say);

}  // namespace fairlead::cli
