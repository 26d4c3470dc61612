// SPDX-License-Identifier: MIT
//
// workload — calls to the echo plugin, one at a time or many in flight, every payload verified.
#pragma once

#include "cli/bench/histogram.hpp"

#include <fairlead/client/connection.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace fairlead::cli {

struct workload {
    std::size_t size = 64;  ///< Bytes each way.
    std::size_t in_flight = 1;
    std::chrono::duration<double> length{1};
    std::chrono::milliseconds every{0};  ///< Sparse calls: one begins each so often; 0 = at once.
};

struct measurement {
    std::unique_ptr<histogram> round_trips = std::make_unique<histogram>();  ///< In nanoseconds.
    double seconds = 0;

    double per_second() const { return static_cast<double>(round_trips->count()) / seconds; }
};

/// Warms up, then measures. Throws command_failed when an answer is wrong.
measurement run(client::connection& broker, workload const& what,
                std::function<void()> const& when_warm = {});

inline constexpr std::string_view echo_method = "bench.Echo.Bytes";

}  // namespace fairlead::cli
