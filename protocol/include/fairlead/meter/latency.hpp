// SPDX-License-Identifier: MIT
//
// latency — times in buckets, four for each doubling: a value is known to an eighth of itself.
// Bucket b of the first four holds b × 256 ns and more; bucket 4e + r from there on
// (4 + r) × 2^(e − 1) × 256 ns and more. The last holds all from 7.5 s on.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace fairlead::meter {

inline constexpr std::size_t latency_buckets = 96;

constexpr std::size_t bucket_of(std::uint64_t nanoseconds) noexcept {
    const auto units = nanoseconds >> 8;
    if (units < 4) return static_cast<std::size_t>(units);
    const auto doublings = static_cast<unsigned>(std::bit_width(units)) - 3;
    return std::min<std::size_t>(4 * doublings + (units >> doublings), latency_buckets - 1);
}

/// The least that is in that bucket.
constexpr std::uint64_t bucket_begin(std::size_t bucket) noexcept {
    if (bucket < 8) return bucket << 8;
    return (std::uint64_t{4} + bucket % 4) << (bucket / 4 - 1) << 8;
}

using latency_counts = std::array<std::uint64_t, latency_buckets>;

std::uint64_t count_of(latency_counts const& all) noexcept;

/// So that a share `q` (0.5: the median) of all is not above it; within its bucket evenly spread.
/// 0: there is none.
double quantile_ns(latency_counts const& all, double q) noexcept;

}  // namespace fairlead::meter
