// SPDX-License-Identifier: MIT
//
// fairlead-guardian — stands between the broker and one plugin, so that nothing of the plugin
// outlives either of them; and between the command line and what it starts, the broker above all.
//
//   fairlead-guardian PLUGIN_PID REPORT_FD PROCESSES_MAX FORKS_FD [GOODBYE_MS]
//
// It is the plugin's parent and the reaper of all that the plugin starts: what leaves the plugin's
// process group, or its session, becomes its child at the latest when its parent dies. When the
// plugin ends it kills what is left and reports; when the broker ends the kernel sends SIGTERM, and
// it kills all. When it is killed itself the plugin gets SIGKILL from the kernel, and what is left
// becomes the broker's. It waits for signals, and for the kernel to ask whether the plugin may
// start a process (FORKS_FD; -1: it does not ask), and does nothing else: no memory of the broker,
// no descriptors but those.
//
// PROCESSES_MAX is a limit, where each is asked for or ten looks a second are taken. 0: none was
// set; whether the plugin has lost its mind is looked at while it is busy. -1: nobody is counted.
//
// Without a report (REPORT_FD -1) it ends as the program did, with 128 + the signal: so the command
// line keeps watch over the broker, and over what it starts for development. With GOODBYE_MS a
// program that is to end hears of it first, by SIGTERM, and has that long.
#include "broker/guardian/busy_timer.hpp"
#include "broker/guardian/fork_gate.hpp"
#include "broker/guardian/guardian_report.hpp"
#include "broker/guardian/offspring.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <optional>

namespace {

using namespace fairlead::broker::guardian;

constexpr timespec end_patience{2, 0};
constexpr int look_every_ms = 100;  // Only where there is a limit and the kernel does not ask.

sigset_t our_signals() {
    sigset_t all;
    sigemptyset(&all);
    for (const int one : {SIGCHLD, SIGTERM, SIGINT, SIGHUP, busy_timer::signal})
        sigaddset(&all, one);
    return all;
}

/// Of a plugin without a limit: nobody who is sane has more.
constexpr int processes_unasked_max = 1'024;

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
        // It may have no group yet.
        if (::kill(-plugin, SIGKILL) != 0) ::kill(plugin, SIGKILL);
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

class watch {
public:
    watch(pid_t plugin, int report_fd, int processes_max, int forks_fd, int goodbye_ms)
        : plugin_{plugin}, report_fd_{report_fd},
          processes_max_{processes_max}, goodbye_{goodbye_ms}, gate_{forks_fd, processes_max} {
        if (report_fd < 0) return;
        busy_.emplace(plugin, std::chrono::milliseconds{busy_tick_ms});
        // A broker that is held up does not hold us up.
        ::fcntl(report_fd, F_SETFL, O_NONBLOCK);
    }

    /// Until the plugin has ended, or we are told to end it, or it has too many processes.
    void run(guardian_report& report) {
        const auto signals = our_signals();
        const int inbox = ::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
        while (!over_ && !has_ended(plugin_, report)) {
            pollfd ready[] = {{inbox, POLLIN, 0}, {gate_.fd(), POLLIN, 0}};
            ::poll(ready, 2, pause_ms());
            signalfd_siginfo one{};
            while (::read(inbox, &one, sizeof one) == sizeof one)
                heed(static_cast<int>(one.ssi_signo));
            if ((ready[1].revents & POLLIN) != 0) enough(gate_.answer());
            else if (ready[1].revents != 0) gate_.close();
            if (is_looking()) count(processes_max_);
            over_ = over_ || (ends_at_ && clock::now() >= *ends_at_);
        }
        report.over_limit = over_limit_;
        ::close(inbox);
    }

    /// Nobody reads it when the broker is gone.
    bool tell(guardian_report const& report) const {
        constexpr int patience_ms = 2'000;
        pollfd room{report_fd_, POLLOUT, 0};
        ::poll(&room, 1, report.news == guardian_news::ended ? patience_ms : 0);
        return ::write(report_fd_, &report, sizeof report) == sizeof report;
    }

private:
    using clock = std::chrono::steady_clock;

    bool is_looking() const { return processes_max_ > 0 && gate_.fd() < 0; }
    int pause_ms() const {
        if (!ends_at_) return is_looking() ? look_every_ms : -1;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*ends_at_ - clock::now());
        return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, look_every_ms));
    }
    void say_goodbye() {
        if (ends_at_) return;
        ends_at_ = clock::now() + goodbye_;
        if (goodbye_.count() > 0) ::kill(-plugin_, SIGTERM);
    }
    void heed(int signal) {
        if (signal == SIGCHLD) return bury_others(plugin_);
        if (signal != busy_timer::signal) return say_goodbye();
        tell({.news = guardian_news::busy});
        if (processes_max_ >= 0) count(processes_max_ > 0 ? processes_max_ : processes_unasked_max);
    }
    void count(int most) {
        if (const int count = count_descendants(most); count > most) enough(count);
    }
    void enough(int count) {
        if (count == 0) return;
        over_ = true;
        over_limit_ = count;
    }

    pid_t plugin_;
    int report_fd_;
    int processes_max_;
    std::chrono::milliseconds goodbye_;
    std::optional<clock::time_point> ends_at_;
    fork_gate gate_;
    std::optional<busy_timer> busy_;
    bool over_ = false;
    int over_limit_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5 || argc > 6) return 2;
    const pid_t plugin = std::atoi(argv[1]);
    const int report_fd = std::atoi(argv[2]);
    const auto signals = our_signals();
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);

    watch watch{plugin, report_fd, std::atoi(argv[3]), std::atoi(argv[4]),
                argc == 6 ? std::atoi(argv[5]) : 0};
    guardian_report report;
    watch.run(report);
    report.left_behind = end_all(plugin);
    has_ended(plugin, report);
    if (report_fd < 0) return report.signal != 0 ? 128 + report.signal : report.exit_code;
    return watch.tell(report) ? 0 : 1;
}
