// SPDX-License-Identifier: MIT
//
// syscall_filter — what a sandboxed plugin may not ask of the kernel: other processes' memory,
// mounts, modules, new namespaces; without network, sockets that are not local.
#pragma once

#include <vector>

#include <linux/filter.h>

namespace fairlead::broker::supervision {

bool kernel_filters_syscalls() noexcept;

/// Empty on a machine for which no filter was written.
std::vector<sock_filter> make_syscall_filter(bool network);

/// In a child that has no new privileges; only a system call. False: errno says why.
bool install(std::vector<sock_filter> const& filter) noexcept;

}  // namespace fairlead::broker::supervision
