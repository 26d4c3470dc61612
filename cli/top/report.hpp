// SPDX-License-Identifier: MIT
//
// report — the counters of an app at one moment, what happened since the moment before, and what
// the processes of its peers use. Made without asking anybody.
#pragma once

#include "cli/bench/process_stats.hpp"

#include <fairlead/meter/snapshot.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::cli::top {

/// What was counted within a while, or since the broker started.
struct change {
    std::uint64_t calls = 0, errors = 0, bytes_in = 0, bytes_out = 0, events = 0, delivered = 0,
                  drops = 0;
};

struct line {
    meter::values now;
    change since;
    meter::latency_counts latency{};  ///< Of the calls that were answered since.
    std::string owner;                ///< Of a method: who offers it.
    double cpu = -1;                  ///< Of one core; below 0: not known.
    std::uint64_t memory = 0;         ///< Bytes; 0: not known.
};

struct report {
    meter::snapshot now;
    /// That `since` is about; nothing: since the broker started.
    std::optional<double> seconds;
    double cpu = -1;
    std::uint64_t memory = 0;
    std::vector<line> peers, methods, topics;  ///< The busiest first.

    /// Per second, or all of it.
    double rate(std::uint64_t much) const noexcept {
        return static_cast<double>(much) / seconds.value_or(1);
    }
};
/// "plugin"; `-` of a row that holds several.
std::string role_of(line const& peer);

/// What each process has used, at the moment of a snapshot.
using usage = std::map<std::uint32_t, process_stats>;
/// Of the broker, if it is still there, and of those that are connected.
usage usage_of(meter::snapshot const& now);

struct moment {
    meter::snapshot counters;
    usage processes;
};

/// Without a moment before, or when another broker made it: since the start. Only rows that have
/// something to tell.
report compare(moment const* before, moment const& now);

}  // namespace fairlead::cli::top
