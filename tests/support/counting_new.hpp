// SPDX-License-Identifier: MIT
//
// counting_new — linked into an executable, it counts what that takes from the heap.
#pragma once

#include <cstddef>

namespace fairlead::tests {

/// Calls of operator new so far, on all threads; look at differences.
std::size_t allocations() noexcept;

}  // namespace fairlead::tests
