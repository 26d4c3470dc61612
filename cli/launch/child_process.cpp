// SPDX-License-Identifier: MIT
//
// child_process — fork, exec, pidfd. Between fork and exec only what is safe there.
#include "cli/launch/child_process.hpp"

#include "cli/exit_code.hpp"

#include <fairlead/vocabulary/result.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

namespace fairlead::cli {
namespace {

[[noreturn]] void fail(std::filesystem::path const& program, int error) {
    throw command_failed{exit_code::failure, "run", program.native() + ": " + std::strerror(error)};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (auto& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

std::vector<std::string> environment_with(
    std::vector<std::pair<std::string, std::string>> const& added) {
    std::vector<std::string> all;
    for (auto** one = environ; *one != nullptr; ++one) {
        const std::string_view known{*one};
        bool replaced = false;
        for (auto const& [name, value] : added)
            replaced |= known.starts_with(name) && known.substr(name.size()).starts_with('=');
        if (!replaced) all.emplace_back(known);
    }
    for (auto const& [name, value] : added) all.push_back(name + '=' + value);
    return all;
}

}  // namespace

child_process child_process::start(spec const& what) {
    std::vector<std::string> arg_texts{what.program.native()};
    arg_texts.insert(arg_texts.end(), what.args.begin(), what.args.end());
    auto environment_texts = environment_with(what.environment);
    const auto args = pointers(arg_texts);
    const auto environment = pointers(environment_texts);

    int report[2];  // The child's errno, if it cannot exec; closed by exec otherwise.
    if (::pipe2(report, O_CLOEXEC) != 0) fail(what.program, errno);
    unique_fd read_end{report[0]};
    unique_fd write_end{report[1]};

    const auto parent = ::getpid();
    const auto pid = ::fork();
    if (pid < 0) fail(what.program, errno);
    if (pid == 0) {
        // Whoever starts an app and is killed takes the app along; checked after, so no gap
        // remains.
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (::getppid() != parent) ::_exit(1);
        if (what.own_group) ::setpgid(0, 0);
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        if (what.output >= 0) ::dup2(what.output, STDOUT_FILENO);
        if (what.errors >= 0) ::dup2(what.errors, STDERR_FILENO);
        for (const int fd : what.inherited) ::fcntl(fd, F_SETFD, 0);
        if (what.directory.empty() || ::chdir(what.directory.c_str()) == 0)
            ::execve(args[0], args.data(), environment.data());
        const int error = errno;
        static_cast<void>(!::write(write_end.get(), &error, sizeof error));
        ::_exit(127);
    }
    write_end.reset();
    int error = 0;
    if (::read(read_end.get(), &error, sizeof error) == sizeof error) {
        ::waitpid(pid, nullptr, 0);
        fail(what.program, error);
    }
    unique_fd pidfd{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))};
    if (!pidfd) fail(what.program, errno);
    return child_process{pid, std::move(pidfd)};
}

child_process::~child_process() {
    if (pidfd_ && !ended()) stop(std::chrono::milliseconds{2'000});
}

std::optional<int> child_process::ended() {
    if (code_) return code_;
    siginfo_t info{};
    if (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG) != 0 || info.si_pid == 0)
        return std::nullopt;
    code_ = info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
    return code_;
}

void child_process::signal(int number) noexcept {
    if (!code_) ::syscall(SYS_pidfd_send_signal, pidfd_.get(), number, nullptr, 0);
}

bool child_process::wait(std::chrono::milliseconds patience) {
    pollfd ready{pidfd_.get(), POLLIN, 0};
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        const int count =
            ::poll(&ready, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
        if (count > 0 || (count == 0 && left.count() <= 0)) return count > 0;
    }
}

int child_process::stop(std::chrono::milliseconds patience) {
    if (const auto code = ended()) return *code;
    signal(SIGTERM);
    if (!wait(patience)) {
        signal(SIGKILL);
        wait(std::chrono::milliseconds{5'000});
    }
    return ended().value_or(128 + SIGKILL);
}

}  // namespace fairlead::cli
