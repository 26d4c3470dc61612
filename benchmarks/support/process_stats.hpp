// SPDX-License-Identifier: MIT
//
// process_stats — what a set of processes used: CPU time to the nanosecond, context switches,
// memory.
#pragma once

#include "benchmarks/support/clock.hpp"

#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace fairlead::bench {

/// A process and all that it started, the process itself first.
std::vector<pid_t> with_descendants(pid_t root);

/// What all of them used so far; of a process that is gone, nothing.
struct process_usage {
    nanoseconds cpu = 0;               ///< User and system, all threads.
    std::uint64_t sleeps = 0;          ///< Voluntary context switches: each is a wake-up later.
    std::uint64_t preemptions = 0;     ///< The other ones.
    std::uint64_t resident_bytes = 0;  ///< Now; memory shared by two of them counts twice.
};
process_usage usage_of(std::vector<pid_t> const& processes);

/// What the whole machine spent outside of idling, all cores together. In steps of 10 ms.
nanoseconds machine_busy();

}  // namespace fairlead::bench
