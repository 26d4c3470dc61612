// SPDX-License-Identifier: MIT
//
// child_side — own group, death with its parent, three standard descriptors, the token, exec.
#include "broker/supervision/child_side.hpp"
#include "broker/supervision/original_limits.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <map>

namespace fairlead::broker::supervision {
namespace {

constexpr int exec_status_fd = 4;
constexpr int first_foreign_fd = 5;

/// close_range(2) is missing before Linux 5.9.
void close_from(int first) noexcept {
    if (::close_range(static_cast<unsigned>(first), ~0U, 0) == 0) return;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = 1024;
    for (auto fd = static_cast<rlim_t>(first); fd < limit.rlim_cur; ++fd)
        ::close(static_cast<int>(fd));
}

std::map<std::string, std::string> child_environment(launch const& what) {
    std::map<std::string, std::string> all;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text{*entry};
        if (const auto at = text.find('='); at != text.npos && at > 0)
            all.insert_or_assign(std::string{text.substr(0, at)}, std::string{text.substr(at + 1)});
    }
    for (auto const& [key, value] : what.env) all.insert_or_assign(key, value);
    all.insert_or_assign("FAIRLEAD_TOKEN_FD", std::to_string(token_fd_in_child));
    return all;
}

}  // namespace

child_side::child_side(launch const& what)
    : program_{what.program.string()}, working_dir_{what.working_dir.string()} {
    strings_.push_back(program_);
    strings_.insert(strings_.end(), what.args.begin(), what.args.end());
    const auto arguments = strings_.size();
    for (auto const& [key, value] : child_environment(what)) strings_.push_back(key + "=" + value);
    for (std::size_t i = 0; i < strings_.size(); ++i)
        (i < arguments ? argv_ : envp_).push_back(strings_[i].data());
    argv_.push_back(nullptr);
    envp_.push_back(nullptr);
}

void child_side::become(descriptors from_parent, pid_t parent) const noexcept {
    const auto give_up = [&](int status_fd) {
        const int error = errno;
        // If even this fails the parent sees exit code 127.
        const auto written = ::write(status_fd, &error, sizeof error);
        ::_exit(written == sizeof error ? 126 : 127);
    };
    ::setpgid(0, 0);
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) give_up(from_parent.exec_status);
    // It may have died before the line above: then nobody will ever signal us.
    if (::getppid() != parent) ::_exit(127);

    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);  // What we ignore would stay ignored across exec.
    restore_original_limits();

    // Out of the way first: any of them may stand where another one goes.
    constexpr int safe = 10;
    const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const int sources[] = {::fcntl(null, F_DUPFD_CLOEXEC, safe),
                           ::fcntl(from_parent.output, F_DUPFD_CLOEXEC, safe),
                           ::fcntl(from_parent.output, F_DUPFD_CLOEXEC, safe),
                           ::fcntl(from_parent.token, F_DUPFD_CLOEXEC, safe),
                           ::fcntl(from_parent.exec_status, F_DUPFD_CLOEXEC, safe)};
    for (int target = 0; target <= exec_status_fd; ++target)
        if (sources[target] < 0 || ::dup2(sources[target], target) < 0)
            give_up(from_parent.exec_status);
    ::fcntl(exec_status_fd, F_SETFD, FD_CLOEXEC);
    close_from(first_foreign_fd);

    if (::chdir(working_dir_.c_str()) != 0) give_up(exec_status_fd);
    ::execve(program_.c_str(), argv_.data(), envp_.data());
    give_up(exec_status_fd);
    ::_exit(127);
}

}  // namespace fairlead::broker::supervision
