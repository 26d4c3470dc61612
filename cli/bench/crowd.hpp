// SPDX-License-Identifier: MIT
//
// crowd — many peers, methods and subscriptions that do nothing, in an app where one pair talks:
// what a call costs is to depend on its bytes, not on who else is there.
#pragma once

#include "cli/bench/bench_app.hpp"

#include <functional>
#include <string>

namespace fairlead::cli {

struct crowd_size {
    unsigned methods = 1'000;
    unsigned peers = 64;
    unsigned subscriptions = 10'000;  ///< Of all peers together, each of a topic of its own.
};

struct crowd_figures {
    crowd_size size;
    unsigned rounds = 0;  ///< 0: not measured.
    double p50_bare_us = 0, p50_crowded_us = 0;
    double p99_bare_us = 0, p99_crowded_us = 0;

    double ratio() const { return p50_crowded_us / p50_bare_us; }
    double ratio_p99() const { return p99_crowded_us / p99_bare_us; }
};

/// 64 B one at a time, `seconds` in each round and app. Each round starts two apps, one of them
/// crowded, and measures them in turns; reported are medians over the rounds.
crowd_figures measure_crowd(double seconds, std::function<void(std::string const&)> const& say);

}  // namespace fairlead::cli
