// SPDX-License-Identifier: MIT
//
// plan — which peers there are, and what is measured with each.
#pragma once

#include "benchmarks/runner/results.hpp"
#include "benchmarks/support/clock.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fairlead::bench {

enum class peer_kind {
    product,  ///< fairlead itself, measured by its own tool.
    broker,   ///< Somebody stands between caller and backend, and knows what a message is.
    direct,   ///< Nobody stands between.
    limit,    ///< Somebody stands between who could not serve a third: no peer, but a yardstick.
};

struct peer {
    std::string name;
    peer_kind kind = peer_kind::broker;
    std::string program;              ///< peer_… beside the runner.
    std::vector<std::string> roles;   ///< Started in this order, stopped in the other.
    std::vector<std::string> flags;   ///< For each of its roles.
    std::size_t in_flight_max = 256;  ///< What the library can.
    bool in_quick = false;
};

std::vector<peer> const& all_peers();
peer const& product();

/// One thing to measure once everything of a peer runs.
struct point {
    std::size_t in_flight = 1;
    scenario when = scenario::hot;
    nanoseconds length = second;
};

/// All points of one size; a peer's processes live as long as it takes to measure them once.
struct round_plan {
    std::size_t size = 64;
    std::vector<point> points;
};

struct plan_options {
    bool quick = false;
    double seconds = 0;  ///< For one hot point; 0: what is usual.
    unsigned repeats = 5;
};

std::vector<round_plan> make_plan(plan_options const& options);

/// How many calls in flight show the throughput of a size.
std::size_t depth_for(std::size_t size);

/// Seconds that one peer is watched doing nothing.
double idle_seconds(plan_options const& options);

/// Windows of each way out of a page.
unsigned page_rounds(plan_options const& options);

std::string size_text(std::size_t bytes);  ///< "64 B", "16 KiB", "1 MiB"

}  // namespace fairlead::bench
