// SPDX-License-Identifier: MIT
//
// clock — monotonic nanoseconds as plain integers, and sleeping until one of them.
#pragma once

#include <cstdint>
#include <ctime>

namespace fairlead::bench {

/// Nanoseconds on CLOCK_MONOTONIC: the same in every process of this machine.
using nanoseconds = std::int64_t;

inline constexpr nanoseconds second = 1'000'000'000;
inline constexpr nanoseconds millisecond = 1'000'000;

inline nanoseconds now() noexcept {
    timespec at{};
    ::clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * second + at.tv_nsec;
}

inline double in_seconds(nanoseconds span) noexcept { return static_cast<double>(span) * 1e-9; }

inline nanoseconds from_seconds(double seconds) noexcept {
    return static_cast<nanoseconds>(seconds * 1e9);
}

inline void sleep_until(nanoseconds when) noexcept {
    timespec at{};
    at.tv_sec = when / second;
    at.tv_nsec = when % second;
    while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr) != 0) {}
}

}  // namespace fairlead::bench
