// SPDX-License-Identifier: MIT
//
// bench_report — the cases of a run, as a table for people and as JSON for programs. The JSON's
// form is documented in benchmarks/README.md.
#pragma once

#include "cli/bench/beside.hpp"
#include "cli/bench/crowd.hpp"
#include "cli/bench/idleness.hpp"
#include "cli/bench/kills.hpp"
#include "cli/bench/paused.hpp"
#include "cli/bench/ruled.hpp"
#include "cli/bench/watched.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fairlead::cli {

struct bench_case {
    std::size_t size = 0;
    std::size_t in_flight = 1;
    unsigned every_ms = 0;
    double p50_us = 0, p90_us = 0, p99_us = 0, p999_us = 0, max_us = 0;
    double per_second = 0;
    double megabytes_per_second = 0;
    double cpu_us = 0;  ///< Of client, broker and plugin together, for each round trip.
    double cpu_client_us = 0, cpu_broker_us = 0, cpu_plugin_us = 0;
};

struct bench_events {
    unsigned subscribers = 0;
    double per_second = 0;  ///< Events emitted and delivered to every subscriber.
};

struct bench_report {
    std::vector<bench_case> cases;
    std::vector<bench_events> events;
    crowd_figures crowd;
    paused_figures paused;
    kill_figures kills;
    ruled_figures ruled;
    std::vector<beside_figures> beside;
    std::vector<watched_figures> watched;
    idle_figures idle;
    std::uint64_t resident_broker = 0, resident_plugin = 0;

    std::string table() const;
    std::string json() const;
};

/// "64 B", "1 KiB", "16 MiB".
std::string size_text(std::size_t bytes);

}  // namespace fairlead::cli
