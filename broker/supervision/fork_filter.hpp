// SPDX-License-Identifier: MIT
//
// fork_filter — lets a guardian be asked before a plugin starts a process; threads it may start
// unasked. In the child, before exec; only system calls.
#pragma once

namespace fairlead::broker::supervision {

/// The descriptor on which the kernel asks; -1 where it does not, or not without new privileges.
/// Stays in force for whatever this process becomes and starts.
int install_fork_filter() noexcept;

}  // namespace fairlead::broker::supervision
