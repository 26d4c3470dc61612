// SPDX-License-Identifier: MIT
//
// plugin_process — fork and exec by hand, because each step between them matters.
#include "broker/supervision/plugin_process.hpp"
#include "broker/supervision/child_side.hpp"

#include <fmt/core.h>

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
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

int open_pidfd(pid_t pid) noexcept { return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); }

}  // namespace

std::string describe(process_end const& end) {
    if (end.exec_error != 0)
        return "cannot be executed: " + std::generic_category().message(end.exec_error);
    if (end.signal != 0) return fmt::format("signal {} ({})", end.signal, ::strsignal(end.signal));
    return fmt::format("exit code {}", end.exit_code);
}

result<std::unique_ptr<plugin_process>> plugin_process::spawn(boost::asio::io_context& loop,
                                                              launch const& what, observer& who) {
    auto token = make_pipe(), output = make_pipe(), status = make_pipe();
    if (!token || !output || !status) return last_system_error();
    // It fits into the pipe, so it is written before anybody reads.
    if (::write(token->write.get(), what.token.data(), what.token.size()) !=
        static_cast<ssize_t>(what.token.size()))
        return last_system_error();
    token->write.reset();
    ::fcntl(output->read.get(), F_SETFL, O_NONBLOCK);
    ::fcntl(status->read.get(), F_SETFL, O_NONBLOCK);

    const child_side child{what};
    const auto parent = ::getpid();
    const auto pid = ::fork();
    if (pid < 0) return last_system_error();
    if (pid == 0)
        child.become({token->read.get(), output->write.get(), status->write.get()}, parent);

    ::setpgid(pid, pid);  // Both sides do it: whoever comes second finds it done.
    unique_fd pidfd{open_pidfd(pid)};
    if (!pidfd) {
        const auto error = last_system_error();
        ::kill(-pid, SIGKILL);
        while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {}
        return error;
    }
    return std::unique_ptr<plugin_process>{new plugin_process{
        loop, who, pid, std::move(pidfd), std::move(output->read), std::move(status->read)}};
}

plugin_process::plugin_process(boost::asio::io_context& loop, observer& who, pid_t pid,
                               unique_fd pidfd, unique_fd output, unique_fd exec_status)
    : observer_{who}, pid_{pid}, pidfd_{std::move(pidfd)}, output_{std::move(output)},
      exec_status_{std::move(exec_status)}, pidfd_watch_{loop, pidfd_.get(),
                                                         [this] { on_pidfd(); }},
      output_watch_{loop, output_.get(), [this] {
                        if (!read_output()) output_watch_.stop();
                    }} {}

plugin_process::~plugin_process() {
    if (reaped_) return;
    signal_group(SIGKILL);
    reap();
}

void plugin_process::signal_group(int number) noexcept {
    // Not reaped: the number still belongs to this process and its group.
    if (!reaped_) ::kill(-pid_, number);
}

bool plugin_process::read_output() {
    // Once per turn: a plugin that writes without end must not keep the loop.
    std::array<char, 16'384> bytes;
    const auto got = ::read(output_.get(), bytes.data(), bytes.size());
    if (got > 0) observer_.on_output({bytes.data(), static_cast<std::size_t>(got)});
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

void plugin_process::on_pidfd() {
    siginfo_t info{};
    if (::waitid(by_pidfd, static_cast<id_t>(pidfd_.get()), &info, WEXITED | WNOHANG | WNOWAIT) !=
            0 ||
        info.si_pid == 0)
        return;
    pidfd_watch_.stop();
    // Before it is reaped, while the group's number cannot mean anybody else.
    signal_group(SIGKILL);
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
    observer_.on_end(how);
}

process_end plugin_process::reap() noexcept {
    siginfo_t info{};
    // By number, not by pidfd: Asio has made that non-blocking, and then waitid does not wait. The
    // number is ours until this very call.
    while (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED) != 0 && errno == EINTR) {}
    reaped_ = true;
    process_end how;
    if (info.si_code == CLD_EXITED) how.exit_code = info.si_status;
    else how.signal = info.si_status;
    int error = 0;
    if (::read(exec_status_.get(), &error, sizeof error) == sizeof error) how.exec_error = error;
    return how;
}

}  // namespace fairlead::broker::supervision
