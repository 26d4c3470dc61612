// SPDX-License-Identifier: MIT
//
// assert — for our own bugs only, on in every build. Never fed with a peer's bytes: those get a
// result.
#pragma once

namespace fairlead {

[[noreturn]] void assertion_failed(char const* what, char const* file, int line) noexcept;

}  // namespace fairlead

#define FAIRLEAD_ASSERT(condition)                                                                 \
    ((condition) ? static_cast<void>(0)                                                            \
                 : ::fairlead::assertion_failed(#condition, __FILE__, __LINE__))
