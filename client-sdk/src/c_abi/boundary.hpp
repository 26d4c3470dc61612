// SPDX-License-Identifier: MIT
//
// boundary — where C++ ends: every exception becomes a code and a sentence for this thread.
#pragma once

#include <fairlead/bytes.hpp>
#include <fairlead/fairlead.h>

#include <cstring>
#include <exception>
#include <new>
#include <string_view>

namespace fairlead::c_abi {

/// Remembers the sentence; gives back the code.
int fail(int code, std::string_view why) noexcept;
void forget_failure() noexcept;

/// `work` returns a code; what it throws becomes one.
template <class Work>
int guarded(Work&& work) noexcept {
    forget_failure();
    try {
        return work();
    } catch (std::bad_alloc const&) {
        return fail(FAIRLEAD_NO_MEMORY, "out of memory");
    } catch (std::exception const& problem) {
        return fail(FAIRLEAD_FAILED, problem.what());
    } catch (...) {
        return fail(FAIRLEAD_FAILED, "something was thrown that is not a std::exception");
    }
}

/// A view with its size, for those who want that.
inline char const* give(std::string_view text, size_t* size) noexcept {
    if (size != nullptr) *size = text.size();
    return text.data();
}

/// Never null, as that means that there is none.
inline void const* give(bytes const& one, size_t* size) noexcept {
    if (size != nullptr) *size = one.size();
    return one.empty() ? "" : static_cast<void const*>(one.data());
}

/// The members that the caller knows; the rest as in a fresh one. False: the size is not one that
/// there ever was, or the caller knows members that we do not, and has set them.
template <class Options>
bool read_options(Options const* from, size_t smallest, Options& to) noexcept {
    to = {};
    if (from == nullptr) return true;
    const auto size = from->struct_size;
    if (size < smallest) return false;
    auto const* bytes = reinterpret_cast<unsigned char const*>(from);
    for (auto i = sizeof(Options); i < size; ++i)
        if (bytes[i] != 0) return false;
    std::memcpy(&to, bytes, size < sizeof(Options) ? size : sizeof(Options));
    return true;
}

}  // namespace fairlead::c_abi
