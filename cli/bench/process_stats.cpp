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
namespace {

std::uint64_t bytes_in(pid_t pid, char const* file, std::string_view key) {
    std::ifstream in{"/proc/" + std::to_string(pid) + '/' + file};
    std::uint64_t kilobytes = 0;
    for (std::string word; in >> word;)
        if (word == key && in >> kilobytes) break;
    return kilobytes << 10;
}

}  // namespace

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

std::uint64_t proportional_bytes(pid_t pid) { return bytes_in(pid, "smaps_rollup", "Pss:"); }
std::uint64_t own_bytes(pid_t pid) { return bytes_in(pid, "status", "RssAnon:"); }

std::size_t open_descriptors(pid_t pid) {
    std::error_code gone;
    const std::filesystem::directory_iterator all{"/proc/" + std::to_string(pid) + "/fd", gone};
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

std::uint64_t peak_bytes(pid_t pid) { return bytes_in(pid, "status", "VmHWM:"); }

std::vector<pid_t> descendants_of(pid_t pid) {
    std::vector<pid_t> all;
    const std::filesystem::path folder = "/proc/" + std::to_string(pid) + "/task";
    std::error_code gone;
    // The kernel lists children by the thread that started them.
    for (auto const& task : std::filesystem::directory_iterator{folder, gone}) {
        std::ifstream in{task.path() / "children"};
        for (pid_t child = 0; in >> child;) {
            all.push_back(child);
            const auto below = descendants_of(child);
            all.insert(all.end(), below.begin(), below.end());
        }
    }
    return all;
}

}  // namespace fairlead::cli
