// SPDX-License-Identifier: MIT
//
// watched — what it costs that others can look, and that one does: the same calls through a broker
// without counters and through one with them, without and with a monitor, turn about in one run.
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
    std::string what;            ///< "counters"; with them, and a monitor.
    watched_side without, with;  ///< Medians over the rounds.
    double slower = 0;           ///< Median over pairs of neighbours: 0.01 is a hundredth.
    double more_cpu_broker = 0;  ///< The same.
};

/// 64 B, one at a time and 256 in flight; rounds of `seconds` on each side.
std::vector<watched_figures> measure_watched(double seconds, unsigned rounds,
                                             std::function<void(std::string const&)> const& say);

}  // namespace fairlead::cli
