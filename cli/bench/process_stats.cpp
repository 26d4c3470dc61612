// SPDX-License-Identifier: MIT
//
// process_stats — /proc, and the process's CPU clock, which is finer than /proc's ticks.
#include "cli/bench/process_stats.hpp"

#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

namespace fairlead::cli {

process_stats process_stats::of(pid_t pid) {
    process_stats stats;
    clockid_t clock;
    timespec used{};
    if (::clock_getcpuclockid(pid, &clock) == 0 && ::clock_gettime(clock, &used) == 0)
        stats.cpu_seconds =
            static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;

    const std::filesystem::path folder = "/proc/" + std::to_string(pid);
    std::error_code gone;
    for (auto const& task : std::filesystem::directory_iterator{folder / "task", gone}) {
        std::ifstream in{task.path() / "status"};
        constexpr std::string_view key = "voluntary_ctxt_switches:";
        for (std::string line; std::getline(in, line);)
            if (line.starts_with(key)) stats.wakeups += std::stoull(line.substr(key.size()));
    }
    std::ifstream statm{folder / "statm"};
    std::uint64_t all = 0, resident = 0;
    if (statm >> all >> resident)
        stats.resident_bytes = resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    return stats;
}

}  // namespace fairlead::cli
