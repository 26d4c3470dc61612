// SPDX-License-Identifier: MIT
//
// idleness — counted by the kernel; looking at /proc wakes nobody.
#include "cli/bench/idleness.hpp"

#include "cli/bench/process_stats.hpp"

#include <chrono>
#include <thread>

namespace fairlead::cli {

using clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

/// Longer than the longest deadline of a start (5 s): Asio leaves its timer set when a deadline is
/// called off, which wakes the broker once, late, and is not what idleness costs.
constexpr auto rest_after_start = 5'500ms;
constexpr auto patience = 20s;

}  // namespace

void let_settle(bench_app const& app, std::chrono::milliseconds rest) {
    const auto wakeups = [&] {
        return process_stats::of(app.broker_pid()).wakeups +
               process_stats::of(app.plugin_pid()).wakeups;
    };
    const auto give_up = clock::now() + patience;
    auto seen = wakeups();
    for (auto since = clock::now(); clock::now() < since + rest && clock::now() < give_up;) {
        std::this_thread::sleep_for(100ms);
        if (const auto now = wakeups(); now != seen) {
            seen = now;
            since = clock::now();
        }
    }
}

idle_figures measure_idle(bench_app const& app, double seconds) {
    let_settle(app, rest_after_start);
    const auto broker = process_stats::of(app.broker_pid());
    const auto plugin = process_stats::of(app.plugin_pid());
    const auto begun = clock::now();
    std::this_thread::sleep_for(std::chrono::duration<double>{seconds});
    const auto broker_after = process_stats::of(app.broker_pid());
    const auto plugin_after = process_stats::of(app.plugin_pid());
    const double took = std::chrono::duration<double>(clock::now() - begun).count();
    const auto ms_per_s = [&](process_stats const& before, process_stats const& after) {
        return (after.cpu_seconds - before.cpu_seconds) * 1e3 / took;
    };
    return {.seconds = took,
            .broker_wakeups = broker_after.wakeups - broker.wakeups,
            .plugin_wakeups = plugin_after.wakeups - plugin.wakeups,
            .broker_cpu_ms_per_s = ms_per_s(broker, broker_after),
            .plugin_cpu_ms_per_s = ms_per_s(plugin, plugin_after)};
}

}  // namespace fairlead::cli
