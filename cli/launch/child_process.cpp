// SPDX-License-Identifier: MIT
//
// child_process — fork, exec, pidfd. Between fork and exec only what is safe there.
#include "cli/launch/child_process.hpp"

#include "cli/exit_code.hpp"
#include "cli/launch/app_folder.hpp"

#include <fairlead/vocabulary/result.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
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

/// All that the children need, made before the fork: other threads may hold the heap's lock.
class launch_pad {
public:
    explicit launch_pad(child_process::spec const& what) : what_{what} {
        arg_texts_.push_back(what.program.native());
        arg_texts_.insert(arg_texts_.end(), what.args.begin(), what.args.end());
        environment_texts_ = environment_with(what.environment);
        args_ = pointers(arg_texts_);
        environment_ = pointers(environment_texts_);
        if (what.guarded) guardian_ = program("fairlead-guardian").native();
    }

    [[noreturn]] void become_program(pid_t parent, int report, int death) const noexcept {
        // Whoever starts an app and is killed takes the app along; checked after, so no gap
        // remains.
        ::prctl(PR_SET_PDEATHSIG, death);
        if (::getppid() != parent) ::_exit(1);
        if (what_.own_group || what_.guarded) ::setpgid(0, 0);
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        if (what_.input >= 0) ::dup2(what_.input, STDIN_FILENO);
        if (what_.output >= 0) ::dup2(what_.output, STDOUT_FILENO);
        if (what_.errors >= 0) ::dup2(what_.errors, STDERR_FILENO);
        for (const int fd : what_.inherited) ::fcntl(fd, F_SETFD, 0);
        if (what_.directory.empty() || ::chdir(what_.directory.c_str()) == 0)
            ::execve(args_[0], args_.data(), environment_.data());
        tell(report, -errno);
        ::_exit(127);
    }

    /// Its parent, and the reaper of all that it starts. Holds none of our descriptors: who reads
    /// its output hears the end with its own.
    [[noreturn]] void become_guardian(pid_t parent, int report) const noexcept {
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (::getppid() != parent) ::_exit(1);
        ::prctl(PR_SET_CHILD_SUBREAPER, 1);
        sigset_t awaited;
        sigemptyset(&awaited);
        for (const int one : {SIGCHLD, SIGTERM, SIGINT, SIGHUP}) sigaddset(&awaited, one);
        ::sigprocmask(SIG_SETMASK, &awaited, nullptr);
        const auto self = ::getpid();
        const auto child = ::fork();
        if (child == 0) become_program(self, report, SIGKILL);
        if (child < 0) {
            tell(report, -errno);
            ::_exit(127);
        }
        ::setpgid(child, child);  // Both sides do it: whoever comes second finds it done.
        tell(report, child);
        char number[16] = {}, goodbye[24] = {};
        std::to_chars(number, number + sizeof number - 1, child);
        std::to_chars(goodbye, goodbye + sizeof goodbye - 1, what_.goodbye.count());
        const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
        for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nothing, fd);
        char none[] = "-1";
        char* const args[] = {
            const_cast<char*>(guardian_.c_str()), number, none, none, none, goodbye, nullptr};
        ::execve(guardian_.c_str(), args, environment_.data());
        tell(report, -errno);
        ::kill(-child, SIGKILL);
        ::_exit(127);
    }

private:
    static void tell(int report, int number) noexcept {
        static_cast<void>(!::write(report, &number, sizeof number));
    }

    child_process::spec const& what_;
    std::vector<std::string> arg_texts_, environment_texts_;
    std::vector<char*> args_, environment_;
    std::string guardian_;
};

}  // namespace

child_process child_process::start(spec const& what) {
    const launch_pad pad{what};
    int report[2];  // A child's -errno, if it cannot exec, and of a guarded one the group.
    if (::pipe2(report, O_CLOEXEC) != 0) fail(what.program, errno);
    unique_fd read_end{report[0]};
    unique_fd write_end{report[1]};

    const auto parent = ::getpid();
    const auto pid = ::fork();
    if (pid < 0) fail(what.program, errno);
    if (pid == 0 && what.guarded) pad.become_guardian(parent, write_end.get());
    if (pid == 0) pad.become_program(parent, write_end.get(), SIGTERM);
    write_end.reset();  // Closed by exec on the other side: the end of what is told.
    int error = 0;
    pid_t group = 0;
    for (int told = 0; ::read(read_end.get(), &told, sizeof told) == sizeof told;)
        (told < 0 ? error : group) = told < 0 ? -told : told;
    if (error != 0 || (what.guarded && group == 0)) {
        ::waitpid(pid, nullptr, 0);
        fail(what.program, error != 0 ? error : ECHILD);
    }
    unique_fd pidfd{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))};
    if (!pidfd) fail(what.program, errno);
    return child_process{pid, group, std::move(pidfd)};
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
    if (ended()) return;
    // A guardian that lives has not reaped its program: the group's number is nobody else's.
    if (group_ != 0) ::kill(-group_, number);
    else ::syscall(SYS_pidfd_send_signal, pidfd_.get(), number, nullptr, 0);
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
