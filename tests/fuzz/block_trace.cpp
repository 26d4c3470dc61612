// SPDX-License-Identifier: MIT
//
// block_trace — the compiler puts a call at the head of each block; what it would tell us is where
// that call comes from.
#include "tests/fuzz/block_trace.hpp"

#include <cstdint>

extern "C" char __executable_start, etext;  // The linker's: where the program's code ends, too.
extern "C" void __sanitizer_cov_trace_pc();

namespace {

constexpr std::size_t code_bytes_max = std::size_t{128} << 20;
constexpr std::size_t steps_max = std::size_t{1} << 20;

// As large as the largest program; the kernel gives only the pages that are touched.
std::uint8_t seen[code_bytes_max];
std::uint8_t followed[steps_max];  // By where from and where to, mixed.
std::size_t reached = 0;
std::size_t before = 0;
bool traces = false;
bool is_new = false;

}  // namespace

extern "C" __attribute__((no_sanitize("address", "undefined"))) void __sanitizer_cov_trace_pc() {
    if (!traces) return;
    const auto at = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)) -
                    reinterpret_cast<std::uintptr_t>(&__executable_start);
    if (at >= code_bytes_max) return;
    if (seen[at] == 0) {
        seen[at] = 1;
        ++reached;
    }
    auto& step = followed[(at ^ before * 31) & (steps_max - 1)];
    is_new |= step == 0;
    step = 1;
    before = at;
}

namespace fairlead::fuzz {

void begin_trace() noexcept {
    before = 0;
    is_new = false;
    traces = true;
}

bool end_trace() noexcept {
    traces = false;
    return is_new;
}

std::size_t blocks_reached() noexcept { return reached; }

__attribute__((no_sanitize("address", "undefined"))) std::size_t blocks_there() noexcept {
    std::size_t count = 0;
#if defined(__x86_64__)
    // `call rel32`: e8, and how far from behind it.
    constexpr std::size_t call_bytes = 5;
    const auto target = reinterpret_cast<std::uintptr_t>(&__sanitizer_cov_trace_pc);
    const char* const end = &etext - call_bytes;
    for (const char* at = &__executable_start; at < end; ++at) {
        if (*at != '\xe8') continue;
        std::int32_t far = 0;
        for (std::size_t i = 0; i < sizeof far; ++i)
            reinterpret_cast<char*>(&far)[i] = at[1 + i];  // memcpy would be the sanitizer's.
        const auto behind = reinterpret_cast<std::uintptr_t>(at) + call_bytes;
        if (behind + static_cast<std::uintptr_t>(std::intptr_t{far}) == target) ++count;
    }
#endif
    return count;
}

}  // namespace fairlead::fuzz
