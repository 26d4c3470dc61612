// SPDX-License-Identifier: MIT
//
// processor_share — files of /proc, and sched_setscheduler for each thread.
#include "broker/supervision/processor_share.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <fmt/core.h>

#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace fairlead::broker::supervision {
namespace {

struct folder_closer {
    void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

template <class Visit>
void for_each_thread(pid_t process, Visit visit) {
    const std::unique_ptr<DIR, folder_closer> threads{
        ::opendir(fmt::format("/proc/{}/task", process).c_str())};
    while (auto const* one = threads ? ::readdir(threads.get()) : nullptr)
        if (const auto thread = static_cast<pid_t>(std::atoi(one->d_name)); thread > 0)
            visit(thread);
}

bool set_weight(pid_t session_leader, std::string_view nice) {
    // It may have just been forked: then its session is ours.
    if (::getsid(session_leader) != session_leader) return true;
    const unique_fd file{
        ::open(fmt::format("/proc/{}/autogroup", session_leader).c_str(), O_WRONLY | O_CLOEXEC)};
    // Without autogroups there is no such file; the policy has to do.
    return !file || ::write(file.get(), nice.data(), nice.size()) > 0 || errno != EAGAIN;
}

/// Only with that right do threads come back from being idle ones (sched(7), "SCHED_IDLE"); without
/// it a plugin would come behind all others for ever, because it has computed once.
bool may_raise() {
    constexpr rlim_t usual_nice = 20;  // 20 - nice: getrlimit(2).
    rlimit nice{};
    if (::getrlimit(RLIMIT_NICE, &nice) == 0 && nice.rlim_cur >= usual_nice) return true;
    __user_cap_header_struct asked{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct held[_LINUX_CAPABILITY_U32S_3] = {};
    return ::syscall(SYS_capget, &asked, held) == 0 &&
           (held[0].effective & CAP_TO_MASK(CAP_SYS_NICE)) != 0;
}

bool policy_can_be_undone() {
    static const bool can_be = may_raise();
    return can_be;
}

void set_policy(pid_t process, int policy) {
    if (!policy_can_be_undone()) return;
    const sched_param none{};
    // Each new thread takes after the one that made it: few are missed.
    for_each_thread(process, [&](pid_t thread) { ::sched_setscheduler(thread, policy, &none); });
}

}  // namespace

bool can_hold_back() {
    const unique_fd file{::open("/proc/sys/kernel/sched_autogroup_enabled", O_RDONLY | O_CLOEXEC)};
    char enabled = '0';
    return (file && ::read(file.get(), &enabled, 1) == 1 && enabled == '1') ||
           policy_can_be_undone();
}

void hold_back(pid_t session_leader) {
    set_policy(session_leader, SCHED_IDLE);
    set_weight(session_leader, "19");
}

bool let_go(pid_t session_leader) {
    set_policy(session_leader, SCHED_OTHER);
    return set_weight(session_leader, "0");
}

std::chrono::milliseconds read_demand(pid_t process) {
    long long all = 0;
    for_each_thread(process, [&](pid_t thread) {
        const unique_fd file{
            ::open(fmt::format("/proc/{}/task/{}/schedstat", process, thread).c_str(),
                   O_RDONLY | O_CLOEXEC)};
        char text[96] = {};
        if (!file || ::read(file.get(), text, sizeof text - 1) <= 0) return;
        char* rest = nullptr;
        all += std::strtoll(text, &rest, 10);
        all += std::strtoll(rest, nullptr, 10);
    });
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::nanoseconds{all});
}

}  // namespace fairlead::broker::supervision
