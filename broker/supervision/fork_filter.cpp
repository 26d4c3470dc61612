// SPDX-License-Identifier: MIT
//
// fork_filter — of clone(2) the flags can be seen, those of clone3(2) lie in memory: that one does
// not exist for plugins, and every C library then takes clone.
#include "broker/supervision/fork_filter.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace fairlead::broker::supervision {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t our_convention = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t our_convention = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t our_convention = 0;
#endif

constexpr std::uint32_t thread_flag = 0x0001'0000;  // CLONE_THREAD

constexpr sock_filter load(std::size_t offset) {
    return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}
constexpr sock_filter if_equal(std::uint32_t value, std::uint8_t then_skip) {
    return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, then_skip, 0);
}
constexpr sock_filter if_set(std::uint32_t bits, std::uint8_t then_skip) {
    return BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, then_skip, 0);
}
constexpr sock_filter answer(std::uint32_t what) { return BPF_STMT(BPF_RET | BPF_K, what); }

// By another convention it is not asked for; the guardian counts as well, now and then.
constexpr sock_filter filter[] = {
    load(offsetof(seccomp_data, arch)),
    if_equal(our_convention, 1),
    answer(SECCOMP_RET_ALLOW),
    load(offsetof(seccomp_data, nr)),
#if defined(SYS_fork)
    if_equal(SYS_fork, 6),
    if_equal(SYS_vfork, 5),
#endif
    if_equal(SYS_clone3, 5),
    if_equal(SYS_clone, 1),
    answer(SECCOMP_RET_ALLOW),
    load(offsetof(seccomp_data, args[0])),
    if_set(thread_flag, 2),
    answer(SECCOMP_RET_USER_NOTIF),
    answer(SECCOMP_RET_ERRNO | ENOSYS),
    answer(SECCOMP_RET_ALLOW),
};

}  // namespace

int install_fork_filter() noexcept {
    if (our_convention == 0) return -1;
    const sock_fprog program{static_cast<unsigned short>(std::size(filter)),
                             const_cast<sock_filter*>(filter)};
    return static_cast<int>(::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                                      SECCOMP_FILTER_FLAG_NEW_LISTENER, &program));
}

}  // namespace fairlead::broker::supervision
