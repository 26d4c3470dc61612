// SPDX-License-Identifier: MIT
//
// stand — one of several apps that are measured in turns, so that the moods of a machine meet all
// of them alike.
#pragma once

#include "cli/bench/bench_app.hpp"
#include "cli/bench/process_stats.hpp"
#include "cli/bench/workload.hpp"

#include <algorithm>
#include <vector>

namespace fairlead::cli {

/// What was measured in some turns.
struct tally {
    histogram round_trips;
    double seconds = 0;
    double broker_cpu_seconds = 0;

    double us(double share) const { return round_trips.percentile(share) / 1e3; }
    double broker_cpu_us() const {
        return broker_cpu_seconds / static_cast<double>(round_trips.count()) * 1e6;
    }
    double per_second() const { return static_cast<double>(round_trips.count()) / seconds; }
};

/// An app, and the client that measures it.
struct stand {
    bench_app app;
    std::unique_ptr<client::connection> client = app.connect();

    explicit stand(bench_plugins const& plugins = {.json = bench_plugins::echo()}) : app{plugins} {}

    /// Returns the calls per second of this turn.
    double measure(tally& to, std::chrono::duration<double> length,
                   std::size_t in_flight = 1) const {
        double before = 0;
        const auto cpu = [this] { return process_stats::of(app.broker_pid()).cpu_seconds; };
        const auto result = run(*client, {.size = 64, .in_flight = in_flight, .length = length},
                                [&] { before = cpu(); });
        to.broker_cpu_seconds += cpu() - before;
        to.round_trips.add(*result.round_trips);
        to.seconds += result.seconds;
        return result.per_second();
    }
};

inline double median(std::vector<double> all) {
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end());
    return *middle;
}

}  // namespace fairlead::cli
