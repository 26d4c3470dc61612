// SPDX-License-Identifier: MIT
//
// process_figures — what a process holds, for tests that look for leaks.
#pragma once

#include <sys/types.h>

#include <cstddef>

namespace fairlead::tests {

std::size_t descriptors_of(pid_t process);
/// In MiB.
double resident_of(pid_t process);

}  // namespace fairlead::tests
