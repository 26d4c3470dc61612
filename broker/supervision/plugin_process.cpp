// SPDX-License-Identifier: MIT
//
// plugin_process — fork and exec by hand, because each step between them matters.
#include "broker/supervision/plugin_process.hpp"
#include "broker/supervision/child_side.hpp"

#include <fmt/core.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <system_error>

namespace fairlead::broker::supervision {
namespace {

constexpr idtype_t by_pidfd = static_cast<idtype_t>(3);  // P_PIDFD; glibc's name came late.

struct pipe_ends {
    unique_fd read;
    unique_fd write;
};

result<pipe_ends> make_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return last_system_error();
    return pipe_ends{unique_fd{ends[0]}, unique_fd{ends[1]}};
}

/// Its first words; it says them before it does anything that takes time.
pid_t read_plugin_pid(int report) {
    constexpr int patience_ms = 2'000;
    pollfd ready{report, POLLIN, 0};
    pid_t pid = 0;
    return ::poll(&ready, 1, patience_ms) == 1 && ::read(report, &pid, sizeof pid) == sizeof pid
               ? pid
               : 0;
}

/// Its group; or itself, so early that it has none yet.
void signal_all(pid_t plugin, int number) noexcept {
    if (::kill(-plugin, number) != 0) ::kill(plugin, number);
}

void wait_for(int pidfd, std::chrono::milliseconds patience) {
    pollfd ended{pidfd, POLLIN, 0};
    ::poll(&ended, 1, static_cast<int>(patience.count()));
}

int open_pidfd(pid_t pid) noexcept { return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); }

}  // namespace

std::string describe(process_end const& end) {
    if ((end.exec_error & not_confined) != 0)
        return "cannot be confined: " +
               std::generic_category().message(end.exec_error & ~not_confined);
    if (end.exec_error != 0)
        return "cannot be executed: " + std::generic_category().message(end.exec_error);
    if (end.guardian_lost) return "its guardian was ended, and it with it";
    if (end.over_limit != 0)
        return fmt::format("it had {} processes, more than its limit", end.over_limit);
    if (end.signal != 0)
        return fmt::format("signal {} ({}){}", end.signal, ::strsignal(end.signal),
                           end.dumped_core ? ", core dumped" : "");
    return fmt::format("exit code {}", end.exit_code);
}

result<std::unique_ptr<plugin_process>> plugin_process::spawn(boost::asio::io_context& loop,
                                                              launch const& what, observer& who) {
    auto token = make_pipe(), output = make_pipe(), status = make_pipe(), report = make_pipe();
    if (!token || !output || !status || !report) return last_system_error();
    // It fits into the pipe, so it is written before anybody reads.
    if (::write(token->write.get(), what.token.data(), what.token.size()) !=
        static_cast<ssize_t>(what.token.size()))
        return last_system_error();
    token->write.reset();
    ::fcntl(output->read.get(), F_SETFL, O_NONBLOCK);
    ::fcntl(status->read.get(), F_SETFL, O_NONBLOCK);
    // What a guardian leaves when it is killed comes to us, not to init.
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);

    child_side child{what};
    const auto parent = ::getpid();
    // Until it has dropped our handlers: one of them, run there, would speak to us.
    sigset_t all, before;
    sigfillset(&all);
    ::sigprocmask(SIG_BLOCK, &all, &before);
    const auto guardian = ::fork();
    if (guardian == 0)
        child.become_guardian(
            {token->read.get(), output->write.get(), status->write.get(), report->write.get()},
            parent);
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
    if (guardian < 0) return last_system_error();

    report->write.reset();  // Its end is the only one left: closed means ended.
    const auto plugin = read_plugin_pid(report->read.get());
    unique_fd pidfd{open_pidfd(guardian)};
    if (plugin == 0 || !pidfd) {
        const auto error = last_system_error();
        if (plugin != 0) signal_all(plugin, SIGKILL);
        ::kill(guardian, SIGKILL);
        while (::waitpid(guardian, nullptr, 0) < 0 && errno == EINTR) {}
        return error;
    }
    ::fcntl(report->read.get(), F_SETFL, O_NONBLOCK);
    return std::unique_ptr<plugin_process>{
        new plugin_process{loop,
                           who,
                           {guardian, plugin, std::move(pidfd), std::move(output->read),
                            std::move(status->read), std::move(report->read)}}};
}

plugin_process::plugin_process(boost::asio::io_context& loop, observer& who, pieces parts)
    : loop_{loop}, observer_{who}, guardian_pid_{parts.guardian}, pid_{parts.plugin},
      pidfd_{std::move(parts.pidfd)}, output_{std::move(parts.output)},
      exec_status_{std::move(parts.exec_status)}, report_{std::move(parts.report)},
      pidfd_watch_{loop, pidfd_.get(), [this] { on_pidfd(); }},
      report_watch_{loop, report_.get(), [this] { on_report(); }}, output_pause_{loop, [this] {
                                                                                     watch_output();
                                                                                 }} {
    watch_output();
}

plugin_process::~plugin_process() {
    if (reaped_) return;
    kill();
    wait_for(pidfd_.get(), std::chrono::milliseconds{2'500});
    ::kill(guardian_pid_, SIGKILL);
    reap();
}

void plugin_process::signal_group(int number) noexcept {
    // Not reaped: the number still belongs to this process and its group.
    if (!reaped_) signal_all(pid_, number);
}

void plugin_process::kill() noexcept {
    signal_group(SIGKILL);
    // Stopped, it could not tell us.
    if (!reaped_) ::kill(guardian_pid_, SIGCONT);
}

void plugin_process::watch_output() {
    output_watch_ = {loop_, output_.get(), [this] { on_output(); }};
}

void plugin_process::on_output() {
    // Once per turn: a plugin that writes without end must not keep the loop. And so much at most:
    // then it waits in its own write(), and costs the others nothing.
    constexpr auto period = std::chrono::milliseconds{100};
    constexpr std::size_t bytes_per_period = 128u << 10;
    std::array<char, 16'384> bytes;
    const auto got = ::read(output_.get(), bytes.data(), bytes.size());
    if (got <= 0) {
        if (got == 0 || (errno != EAGAIN && errno != EINTR)) output_watch_.stop();
        return;
    }
    observer_.on_output({bytes.data(), static_cast<std::size_t>(got)});
    const auto now = alarm::clock::now();
    if (now - output_since_ >= period) {
        output_since_ = now;
        output_taken_ = 0;
    }
    output_taken_ += static_cast<std::size_t>(got);
    if (output_taken_ < bytes_per_period) return;
    output_watch_.stop();
    output_pause_.ring_at(output_since_ + period);
}

std::optional<guardian::guardian_report> plugin_process::read_report() {
    guardian::guardian_report report;
    const auto got = ::read(report_.get(), &report, sizeof report);
    if (got == 0) report_watch_.stop();
    if (got != sizeof report) return std::nullopt;
    if (report.news == guardian::guardian_news::ended) last_report_ = report;
    return report;
}

void plugin_process::on_report() {
    const auto report = read_report();
    if (report && report->news == guardian::guardian_news::busy) observer_.on_busy();
}

void plugin_process::on_pidfd() {
    siginfo_t info{};
    if (::waitid(by_pidfd, static_cast<id_t>(pidfd_.get()), &info, WEXITED | WNOHANG | WNOWAIT) !=
            0 ||
        info.si_pid == 0)
        return;
    pidfd_watch_.stop();
    const auto how = reap();
    // What it had written by then; bounded by what a pipe holds.
    constexpr int reads_max = 16;
    for (int i = 0; i < reads_max; ++i) {
        std::array<char, 16'384> bytes;
        const auto got = ::read(output_.get(), bytes.data(), bytes.size());
        if (got <= 0) break;
        observer_.on_output({bytes.data(), static_cast<std::size_t>(got)});
    }
    output_watch_.stop();
    output_pause_.cancel();
    report_watch_.stop();
    observer_.on_end(how);
}

process_end plugin_process::reap() noexcept {
    siginfo_t info{};
    // By number, not by pidfd: Asio has made that non-blocking, and then waitid does not wait. The
    // number is ours until this very call.
    const auto wait = [&info](pid_t pid) {
        while (::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED) != 0 && errno == EINTR) {}
    };
    wait(guardian_pid_);
    // It left the plugin to us, unless it was not even its parent.
    signal_group(SIGKILL);
    wait(pid_);
    reaped_ = true;

    process_end how;
    while (read_report()) {}
    if (last_report_) {
        auto const& report = *last_report_;
        how = {.exit_code = report.exit_code,
               .signal = report.signal,
               .dumped_core = report.dumped_core != 0,
               .over_limit = report.over_limit,
               .left_behind = report.left_behind,
               .memory_peak_kib = report.memory_peak_kib,
               .cpu_ms = report.cpu_ms};
    } else {
        how.guardian_lost = true;
        if (info.si_code == CLD_EXITED) how.exit_code = info.si_status;
        else how.signal = info.si_status;
    }
    int error = 0;
    if (::read(exec_status_.get(), &error, sizeof error) == sizeof error) how.exec_error = error;
    return how;
}

}  // namespace fairlead::broker::supervision
