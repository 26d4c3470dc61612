// SPDX-License-Identifier: MIT
//
// process_stats — what a process has used so far, as the kernel counts it.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace fairlead::cli {

struct process_stats {
    double cpu_seconds = 0;     ///< User and system, all threads.
    std::uint64_t wakeups = 0;  ///< Voluntary context switches of all threads.
    std::uint64_t resident_bytes = 0;

    /// Zeros for a process that has gone.
    static process_stats of(pid_t pid);
};

}  // namespace fairlead::cli
