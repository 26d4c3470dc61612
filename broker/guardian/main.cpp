// SPDX-License-Identifier: MIT
//
// fairlead-guardian — stands between the broker and one plugin, so that nothing of the plugin
// outlives either of them.
//
//   fairlead-guardian PLUGIN_PID REPORT_FD PROCESSES_MAX
//
// It is the plugin's parent and the reaper of all that the plugin starts: what leaves the plugin's
// process group, or its session, becomes its child at the latest when its parent dies. When the
// plugin ends it kills what is left and reports; when the broker ends the kernel sends SIGTERM, and
// it kills all. When it is killed itself the plugin gets SIGKILL from the kernel, and what is left
// becomes the broker's. It waits for signals and does nothing else: no memory of the broker, no
// descriptor but one.
//
// Without a report (REPORT_FD -1) it ends as the program did, with 128 + the signal: so the command
// line keeps watch over what it starts for development.
#include "broker/guardian/guardian_report.hpp"
#include "broker/guardian/offspring.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>

namespace {

using fairlead::broker::guardian::count_descendants;
using fairlead::broker::guardian::for_each_child;
using fairlead::broker::guardian::guardian_report;

constexpr timespec end_patience{2, 0};
constexpr timespec look_every{0, 100'000'000};  // Only where somebody has to be counted.

sigset_t our_signals() {
    sigset_t all;
    sigemptyset(&all);
    for (const int one : {SIGCHLD, SIGTERM, SIGINT, SIGHUP}) sigaddset(&all, one);
    return all;
}

/// Fills the report once the plugin has ended. It is not reaped: its number, and that of its group,
/// must mean nobody else until the broker has heard of it.
bool has_ended(pid_t plugin, guardian_report& report) {
    siginfo_t info{};
    rusage used{};
    if (::syscall(SYS_waitid, P_PID, plugin, &info, WEXITED | WNOHANG | WNOWAIT, &used) != 0)
        return true;
    if (info.si_pid == 0) return false;
    if (info.si_code == CLD_EXITED) report.exit_code = info.si_status;
    else report.signal = info.si_status;
    report.dumped_core = info.si_code == CLD_DUMPED ? 1 : 0;
    report.memory_peak_kib = static_cast<std::uint64_t>(used.ru_maxrss);
    const auto ms = [](timeval const& time) { return time.tv_sec * 1'000 + time.tv_usec / 1'000; };
    report.cpu_ms = static_cast<std::uint64_t>(ms(used.ru_utime) + ms(used.ru_stime));
    return true;
}

/// Those that the plugin left to us and that have ended.
void bury_others(pid_t plugin) {
    for_each_child([&](pid_t child) {
        if (child != plugin) ::waitpid(child, nullptr, WNOHANG);
    });
}

/// Until nobody is left but the plugin itself, ended. How many there were.
std::uint32_t end_all(pid_t plugin) {
    const auto signals = our_signals();
    std::uint32_t count = 0;
    timespec begin{}, now{};
    ::clock_gettime(CLOCK_MONOTONIC, &begin);
    for (bool first = true;; first = false) {
        ::kill(-plugin, SIGKILL);
        bool left = false;
        for_each_child([&](pid_t child) {
            if (child == plugin) return;
            if (::waitpid(child, nullptr, WNOHANG) == child) return void(++count);
            ::kill(child, SIGKILL);
            left = true;
        });
        guardian_report ignored;
        if (!left && has_ended(plugin, ignored)) return count;
        ::clock_gettime(CLOCK_MONOTONIC, &now);
        if (!first && now.tv_sec - begin.tv_sec >= end_patience.tv_sec) return count;
        constexpr timespec moment{0, 20'000'000};
        ::sigtimedwait(&signals, nullptr, &moment);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    const pid_t plugin = std::atoi(argv[1]);
    const int report_fd = std::atoi(argv[2]);
    const int processes_max = std::atoi(argv[3]);
    const auto signals = our_signals();
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);

    guardian_report report;
    bool told_to_end = false;
    while (!told_to_end && !has_ended(plugin, report)) {
        const int signal = processes_max > 0 ? ::sigtimedwait(&signals, nullptr, &look_every)
                                             : ::sigwaitinfo(&signals, nullptr);
        if (signal == SIGCHLD) bury_others(plugin);
        else if (signal > 0) told_to_end = true;
        if (processes_max <= 0 || told_to_end) continue;
        if (const int count = count_descendants(processes_max); count > processes_max) {
            report.over_limit = count;
            ::kill(-plugin, SIGKILL);
            report.left_behind = end_all(plugin);
        }
    }
    report.left_behind += end_all(plugin);
    has_ended(plugin, report);
    if (report_fd < 0) return report.signal != 0 ? 128 + report.signal : report.exit_code;
    // Nobody reads it when the broker is gone.
    return ::write(report_fd, &report, sizeof report) == sizeof report ? 0 : 1;
}
