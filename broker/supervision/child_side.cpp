// SPDX-License-Identifier: MIT
//
// child_side — of the guardian: death with its parent, reaper of all below, the plugin, exec. Of
// the plugin: own session, death with its guardian, three standard descriptors, the token, exec.
#include "broker/supervision/child_side.hpp"
#include "broker/supervision/child_environment.hpp"
#include "broker/supervision/confinement.hpp"
#include "broker/supervision/original_limits.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <initializer_list>

namespace fairlead::broker::supervision {
namespace {

constexpr int report_fd_in_guardian = 3;
constexpr int forks_fd_in_guardian = 4;
constexpr int exec_status_fd = 4;
constexpr int safe = 10;  // No descriptor that a child starts with has a number from here on.

/// close_range(2) is missing before Linux 5.9.
void close_from(int first) noexcept {
    if (::close_range(static_cast<unsigned>(first), ~0U, 0) == 0) return;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = 1024;
    for (auto fd = static_cast<rlim_t>(first); fd < limit.rlim_cur; ++fd)
        ::close(static_cast<int>(fd));
}

/// Each to the number that is its place in the list. Out of the way first: any of them may stand
/// where another one goes.
bool place(std::initializer_list<int> sources) noexcept {
    int aside[8];
    int count = 0;
    for (const int source : sources) aside[count++] = ::fcntl(source, F_DUPFD_CLOEXEC, safe);
    for (int target = 0; target < count; ++target)
        if (aside[target] < 0 || ::dup2(aside[target], target) < 0) return false;
    return true;
}

template <std::size_t size>
void write_number(std::array<char, size>& to, pid_t number) noexcept {
    std::array<char, 12> digits{};
    std::size_t count = 0;
    do digits[count++] = static_cast<char>('0' + number % 10);
    while ((number /= 10) > 0);
    for (std::size_t i = 0; i < count; ++i) to[i] = digits[count - 1 - i];
    to[count] = '\0';
}

/// A byte, and with it a descriptor, if that is one.
void hand_over(int socket, int descriptor) noexcept {
    char byte = 0;
    iovec one{&byte, 1};
    alignas(cmsghdr) char room[CMSG_SPACE(sizeof descriptor)] = {};
    msghdr message{};
    message.msg_iov = &one;
    message.msg_iovlen = 1;
    if (descriptor >= 0) {
        message.msg_control = room;
        message.msg_controllen = sizeof room;
        auto* const head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(sizeof descriptor);
        std::memcpy(CMSG_DATA(head), &descriptor, sizeof descriptor);
    }
    ::sendmsg(socket, &message, MSG_NOSIGNAL);
}

/// Waits for that, or for the end of the other side. -1: no descriptor came.
int take_over(int socket) noexcept {
    char byte = 0;
    iovec one{&byte, 1};
    int descriptor = -1;
    alignas(cmsghdr) char room[CMSG_SPACE(sizeof descriptor)] = {};
    msghdr message{};
    message.msg_iov = &one;
    message.msg_iovlen = 1;
    message.msg_control = room;
    message.msg_controllen = sizeof room;
    if (::recvmsg(socket, &message, MSG_CMSG_CLOEXEC) == 1)
        if (auto const* const head = CMSG_FIRSTHDR(&message); head != nullptr)
            std::memcpy(&descriptor, CMSG_DATA(head), sizeof descriptor);
    return descriptor;
}

}  // namespace

child_side::child_side(launch const& what)
    : confined_{what.confined}, program_{what.program.string()},
      working_dir_{what.working_dir.string()}, guardian_{what.guardian.string()},
      processes_max_{
          std::to_string(what.confined != nullptr ? what.confined->processes_counted() : 0)} {
    strings_.push_back(program_);
    strings_.insert(strings_.end(), what.args.begin(), what.args.end());
    const auto arguments = strings_.size();
    for (auto const& [key, value] : child_environment(what)) strings_.push_back(key + "=" + value);
    for (std::size_t i = 0; i < strings_.size(); ++i)
        (i < arguments ? argv_ : envp_).push_back(strings_[i].data());
    argv_.push_back(nullptr);
    envp_.push_back(nullptr);
}

void child_side::become_guardian(descriptors from_parent, pid_t parent) noexcept {
    ::setpgid(0, 0);
    // It may have died before the first of these: then nobody will ever signal us.
    if (::prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || ::getppid() != parent) ::_exit(127);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    // What is ignored would stay so across exec, what is handled would be handled until then.
    for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
    sigset_t ours;  // Blocked from before there is a plugin: the guardian waits for them.
    sigemptyset(&ours);
    for (const int one : {SIGCHLD, SIGTERM, SIGINT, SIGHUP}) sigaddset(&ours, one);
    ::sigprocmask(SIG_SETMASK, &ours, nullptr);

    int pair[2];  // The guardian's end, the plugin's.
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) ::_exit(127);
    const auto self = ::getpid();
    const auto plugin = ::fork();
    if (plugin == 0) become_plugin(from_parent, pair[1], self);
    if (plugin < 0) ::_exit(127);
    ::close(pair[1]);
    write_number(plugin_pid_, plugin);
    const bool told = ::write(from_parent.report, &plugin, sizeof plugin) == sizeof plugin;
    const int forks = take_over(pair[0]);
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    if (forks >= 0) write_number(forks_fd_, forks_fd_in_guardian);
    if (told && place({null, null, null, from_parent.report, forks >= 0 ? forks : null})) {
        close_from((forks >= 0 ? forks_fd_in_guardian : report_fd_in_guardian) + 1);
        char* const argv[] = {guardian_.data(),      plugin_pid_.data(), report_fd_.data(),
                              processes_max_.data(), forks_fd_.data(),   nullptr};
        char* const envp[] = {nullptr};
        ::execve(guardian_.c_str(), argv, envp);
    }
    ::kill(plugin, SIGKILL);
    ::_exit(127);
}

void child_side::become_plugin(descriptors from_parent, int guardian_socket,
                               pid_t parent) const noexcept {
    const auto give_up = [&](int status_fd) {
        const int error = errno;
        // If even this fails the parent sees exit code 127.
        const auto written = ::write(status_fd, &error, sizeof error);
        ::_exit(written == sizeof error ? 126 : 127);
    };
    // With a group; and where the kernel groups sessions, a share of the processor of its own.
    ::setsid();
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) give_up(from_parent.exec_status);
    if (::getppid() != parent) ::_exit(127);
    hand_over(guardian_socket, confined_ != nullptr ? confined_->gate_forks() : -1);

    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    restore_original_limits();

    const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (!place({null, from_parent.output, from_parent.output, from_parent.token,
                from_parent.exec_status}))
        give_up(from_parent.exec_status);
    ::fcntl(exec_status_fd, F_SETFD, FD_CLOEXEC);
    if (::chdir(working_dir_.c_str()) != 0) give_up(exec_status_fd);
    if (confined_ != nullptr && !confined_->apply()) {
        errno |= not_confined;
        give_up(exec_status_fd);
    }
    close_from(exec_status_fd + 1);
    ::execve(program_.c_str(), argv_.data(), envp_.data());
    give_up(exec_status_fd);
    ::_exit(127);
}

}  // namespace fairlead::broker::supervision
