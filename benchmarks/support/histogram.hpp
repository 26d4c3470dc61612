// SPDX-License-Identifier: MIT
//
// histogram — counts of durations in log-linear buckets: 64 in each power of two, so any percentile
// is right to 0.8 %, in 19 KiB that never grow.
#pragma once

#include "benchmarks/support/clock.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace fairlead::bench {

class histogram {
public:
    void record(nanoseconds duration) noexcept {
        const auto value = static_cast<std::uint64_t>(std::max<nanoseconds>(duration, 0));
        ++buckets_[bucket_of(value)];
        ++count_;
        smallest_ = std::min(smallest_, value);
        largest_ = std::max(largest_, value);
    }

    std::uint64_t count() const noexcept { return count_; }
    double max() const noexcept { return static_cast<double>(largest_); }

    /// The smallest duration that `share` (0 … 1) of all are not above; 0 when there are none.
    double percentile(double share) const noexcept {
        if (count_ == 0) return 0;
        const auto wanted = static_cast<std::uint64_t>(
            std::max(1.0, std::ceil(share * static_cast<double>(count_))));
        std::uint64_t seen = 0;
        for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
            seen += buckets_[bucket];
            if (seen < wanted) continue;
            // The middle of a bucket may lie outside of what was recorded at all.
            return std::clamp(middle_of(bucket), static_cast<double>(smallest_), max());
        }
        return max();
    }

private:
    static constexpr unsigned linear_bits = 7;  // Below 128 ns each nanosecond has its own bucket.
    static constexpr std::uint64_t linear = 1u << linear_bits;
    static constexpr std::uint64_t half = linear / 2;
    static constexpr unsigned value_bits = 42;  // 73 minutes; what is longer counts as that.
    static constexpr std::size_t bucket_count = linear + (value_bits - linear_bits) * half;

    static std::size_t bucket_of(std::uint64_t value) noexcept {
        if (value < linear) return value;
        value = std::min(value, (std::uint64_t{1} << value_bits) - 1);
        const auto shift = static_cast<unsigned>(std::bit_width(value)) - linear_bits;
        return linear + (shift - 1) * half + ((value >> shift) - half);
    }
    static double middle_of(std::size_t bucket) noexcept {
        if (bucket < linear) return static_cast<double>(bucket);
        const auto shift = (bucket - linear) / half + 1;
        const auto first = (half + (bucket - linear) % half) << shift;
        return static_cast<double>(first) + static_cast<double>(std::uint64_t{1} << shift) / 2;
    }

    std::array<std::uint64_t, bucket_count> buckets_{};
    std::uint64_t count_ = 0;
    std::uint64_t smallest_ = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t largest_ = 0;
};

}  // namespace fairlead::bench
