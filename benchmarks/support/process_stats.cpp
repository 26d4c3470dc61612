// SPDX-License-Identifier: MIT
//
// process_stats — reads /proc, and the CPU clocks of other processes.
#include "benchmarks/support/process_stats.hpp"

#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

namespace fairlead::bench {
namespace {

namespace fs = std::filesystem;

fs::path proc(pid_t process) { return fs::path{"/proc"} / std::to_string(process); }

/// Not /proc/PID/stat, whose ticks of 10 ms are longer than a whole measurement of small messages.
nanoseconds cpu_of(pid_t process) {
    clockid_t clock{};
    timespec used{};
    if (::clock_getcpuclockid(process, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return 0;
    return used.tv_sec * second + used.tv_nsec;
}

template <class Each>
void for_each_thread(pid_t process, Each&& each) {
    std::error_code gone;
    for (auto thread = fs::directory_iterator{proc(process) / "task", gone};
         !gone && thread != fs::directory_iterator{}; thread.increment(gone))
        each(thread->path());
}

/// The number behind "name:" in a status file, 0 when it is not there.
std::uint64_t field(std::string const& text, std::string const& name) {
    const auto at = text.find('\n' + name + ':');
    return at == text.npos ? 0 : std::strtoull(text.c_str() + at + name.size() + 2, nullptr, 10);
}

std::string read(fs::path const& path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void add_descendants(pid_t process, std::vector<pid_t>& list) {
    list.push_back(process);
    for_each_thread(process, [&](fs::path const& thread) {
        std::ifstream children{thread / "children"};
        for (pid_t child = 0; children >> child;) add_descendants(child, list);
    });
}

}  // namespace

std::vector<pid_t> with_descendants(pid_t root) {
    std::vector<pid_t> list;
    add_descendants(root, list);
    return list;
}

process_usage usage_of(std::vector<pid_t> const& processes) {
    process_usage sum;
    for (const auto process : processes) {
        sum.cpu += cpu_of(process);
        for_each_thread(process, [&](fs::path const& thread) {
            const auto status = read(thread / "status");
            sum.sleeps += field(status, "voluntary_ctxt_switches");
            sum.preemptions += field(status, "nonvoluntary_ctxt_switches");
        });
        sum.resident_bytes += field(read(proc(process) / "status"), "VmRSS") * 1024;
    }
    return sum;
}

nanoseconds machine_busy() {
    std::ifstream file{"/proc/stat"};
    std::string cpu;
    std::int64_t user = 0, nice = 0, system = 0;
    file >> cpu >> user >> nice >> system;
    return (user + nice + system) * (second / ::sysconf(_SC_CLK_TCK));
}

}  // namespace fairlead::bench
