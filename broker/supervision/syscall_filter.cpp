// SPDX-License-Identifier: MIT
//
// syscall_filter — refused calls fail with EPERM; those by a foreign calling convention, in which
// numbers mean something else, do not exist.
#include "broker/supervision/syscall_filter.hpp"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>

namespace fairlead::broker::supervision {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t our_convention = AUDIT_ARCH_X86_64;
constexpr std::uint32_t foreign_bit = 0x4000'0000;  // x32
#elif defined(__aarch64__)
constexpr std::uint32_t our_convention = AUDIT_ARCH_AARCH64;
constexpr std::uint32_t foreign_bit = 0;
#else
constexpr std::uint32_t our_convention = 0;
constexpr std::uint32_t foreign_bit = 0;
#endif

constexpr std::uint32_t refused[] = {
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_add_key,
    SYS_request_key,
    SYS_keyctl,
    SYS_kexec_load,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_setns,
    SYS_unshare,
    SYS_open_by_handle_at,
    SYS_reboot,
    SYS_io_uring_setup,  // Its requests pass no filter.
};

using program = std::vector<sock_filter>;

void load(program& to, std::size_t offset) {
    to.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)));
}
void answer(program& to, std::uint32_t what) { to.push_back(BPF_STMT(BPF_RET | BPF_K, what)); }
void answer_error(program& to, int error) {
    answer(to, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error));
}
/// The next instruction only if what was loaded is that.
void if_equal(program& to, std::uint32_t value, std::uint8_t then_skip, std::uint8_t else_skip) {
    to.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, then_skip, else_skip));
}

}  // namespace

bool kernel_filters_syscalls() noexcept {
    // Asked for a filter at address 0 it complains of that, where it knows filters at all.
    return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, nullptr) != 0 && errno == EFAULT;
}

std::vector<sock_filter> make_syscall_filter(bool network) {
    program all;
    if (our_convention == 0) return all;
    load(all, offsetof(seccomp_data, arch));
    if_equal(all, our_convention, 1, 0);
    answer_error(all, ENOSYS);
    load(all, offsetof(seccomp_data, nr));
    if (foreign_bit != 0) {
        all.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, foreign_bit, 0, 1));
        answer_error(all, ENOSYS);
    }
    for (const auto number : refused) {
        if_equal(all, number, 0, 1);
        answer_error(all, EPERM);
    }
    if (!network) {
        if_equal(all, SYS_socket, 0, 3);
        load(all, offsetof(seccomp_data, args[0]));
        if_equal(all, AF_UNIX, 1, 0);
        answer_error(all, EACCES);
    }
    answer(all, SECCOMP_RET_ALLOW);
    return all;
}

bool install(std::vector<sock_filter> const& filter) noexcept {
    const sock_fprog program{static_cast<unsigned short>(filter.size()),
                             const_cast<sock_filter*>(filter.data())};
    return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace fairlead::broker::supervision
