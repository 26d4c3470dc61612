// SPDX-License-Identifier: MIT
//
// processor_share — how much of a busy machine a plugin's process gets. Where the kernel groups
// sessions (autogroup), by the weight of its session; and where we may take it back, by the policy
// of its threads: an idle one runs when nobody else wants to.
#pragma once

#include <chrono>

#include <sys/types.h>

namespace fairlead::broker::supervision {

/// False: this kernel groups no sessions, and a policy could not be taken back.
bool can_hold_back();

/// Behind everybody else.
void hold_back(pid_t session_leader);

/// As it was. False: not yet, the kernel takes such wishes ten times a second at most.
[[nodiscard]] bool let_go(pid_t session_leader);

/// What its threads have used, and what they have waited for with others before them. Zero where
/// the kernel does not say.
std::chrono::milliseconds read_demand(pid_t process);

}  // namespace fairlead::broker::supervision
