// SPDX-License-Identifier: MIT
//
// process_stats — what a process has used so far, as the kernel counts it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace fairlead::cli {

struct process_stats {
    double cpu_seconds = 0;     ///< User and system, all threads.
    std::uint64_t wakeups = 0;  ///< Voluntary context switches of all threads.
    std::uint64_t resident_bytes = 0;

    /// Zeros for a process that has gone.
    static process_stats of(pid_t pid);
};

/// What several processes share counts in each by its part, so a sum counts it once.
std::uint64_t proportional_bytes(pid_t pid);

/// Resident, without what is shared and without files: what it has taken for itself.
std::uint64_t own_bytes(pid_t pid);

std::size_t open_descriptors(pid_t pid);

/// The most that was ever resident.
std::uint64_t peak_bytes(pid_t pid);

/// Its children, theirs, and so on.
std::vector<pid_t> descendants_of(pid_t pid);

}  // namespace fairlead::cli
