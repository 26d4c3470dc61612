// SPDX-License-Identifier: MIT
//
// process_figures — what a process holds, for tests that look for leaks.
#pragma once

#include <sys/types.h>

#include <cstddef>

namespace fairlead::tests {

/// A sanitizer keeps what is freed: what a process holds then says nothing of leaks.
#ifdef FAIRLEAD_SANITIZED
inline constexpr bool memory_is_given_back = false;
#else
inline constexpr bool memory_is_given_back = true;
#endif

std::size_t descriptors_of(pid_t process);
/// In MiB.
double resident_of(pid_t process);

}  // namespace fairlead::tests
