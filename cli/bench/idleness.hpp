// SPDX-License-Identifier: MIT
//
// idleness — what broker and plugin cost while nobody says anything.
#pragma once

#include "cli/bench/bench_app.hpp"

#include <chrono>
#include <cstdint>

namespace fairlead::cli {

struct idle_figures {
    double seconds = 0;  ///< 0: not measured.
    std::uint64_t broker_wakeups = 0, plugin_wakeups = 0;
    double broker_cpu_ms_per_s = 0, plugin_cpu_ms_per_s = 0;
};

/// Waits until neither has woken for a while: who has just come or gone still keeps them busy.
/// Gives up after some seconds; whoever never rests is then measured as he is.
void let_settle(bench_app const& app,
                std::chrono::milliseconds rest = std::chrono::milliseconds{200});

idle_figures measure_idle(bench_app const& app, double seconds);

}  // namespace fairlead::cli
