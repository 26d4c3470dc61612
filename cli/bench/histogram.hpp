// SPDX-License-Identifier: MIT
//
// histogram — latencies in buckets of about 1.5 % width, from a nanosecond to hours, in fixed
// memory.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace fairlead::cli {

class histogram {
public:
    void add(std::uint64_t nanoseconds) noexcept {
        ++buckets_[bucket_of(nanoseconds)];
        ++count_;
        if (nanoseconds > max_) max_ = nanoseconds;
    }

    void add(histogram const& other) noexcept {
        for (std::size_t i = 0; i < buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
        count_ += other.count_;
        if (other.max_ > max_) max_ = other.max_;
    }

    std::uint64_t count() const noexcept { return count_; }
    std::uint64_t max() const noexcept { return max_; }

    /// The value below which `share` (0 … 1) of all lie: the middle of its bucket.
    double percentile(double share) const noexcept {
        if (count_ == 0) return 0;
        const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(count_ - 1)) + 1;
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < buckets_.size(); ++i) {
            seen += buckets_[i];
            if (seen >= wanted) return middle_of(i);
        }
        return static_cast<double>(max_);
    }

private:
    static constexpr unsigned fine_bits = 6;  // 64 buckets for each power of two.
    static constexpr std::uint64_t fine = 1u << fine_bits;

    static std::size_t bucket_of(std::uint64_t value) noexcept {
        if (value < fine) return static_cast<std::size_t>(value);
        const auto power = static_cast<unsigned>(std::bit_width(value)) - 1 - fine_bits;
        const auto bucket = (std::uint64_t{power} << fine_bits) + (value >> power);
        return bucket < bucket_count ? static_cast<std::size_t>(bucket) : bucket_count - 1;
    }
    static double middle_of(std::size_t bucket) noexcept {
        if (bucket < 2 * fine) return static_cast<double>(bucket);
        const auto power = (bucket >> fine_bits) - 1;
        const auto low = ((bucket & (fine - 1)) | fine) << power;
        return static_cast<double>(low) + static_cast<double>(std::uint64_t{1} << power) / 2;
    }

    static constexpr std::size_t bucket_count = 40 * fine;
    std::array<std::uint64_t, bucket_count> buckets_{};
    std::uint64_t count_ = 0;
    std::uint64_t max_ = 0;
};

}  // namespace fairlead::cli
