// SPDX-License-Identifier: MIT
//
// copy_once — a private copy of bytes that a stranger may be writing at this very moment.
//
// memcpy alone is no copy to a compiler that sees both sides: it may check the source in place and
// read it again later (clang 14 does so with a frame header). A length read twice is two lengths.
#pragma once

#include <cstddef>
#include <cstring>

namespace fairlead {

inline void copy_once(void* to, void const* from, std::size_t bytes) noexcept {
    std::memcpy(to, from, bytes);
    // Says that the copy may have been changed here: what is used after this line is the copy.
    asm volatile("" : : "r"(to) : "memory");
}

}  // namespace fairlead
