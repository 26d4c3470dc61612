// SPDX-License-Identifier: MIT
//
// input — a fuzzer's bytes, read as numbers and spans; behind their end everything is zero and
// empty.
//
// What a fuzzer finds wrong it says with FAIRLEAD_ASSERT: an abort is what both drivers look for.
#pragma once

#include <fairlead/vocabulary/assert.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace fairlead::fuzz {

class input {
public:
    input(std::uint8_t const* data, std::size_t size) noexcept
        : left_{reinterpret_cast<std::byte const*>(data), size} {}

    bool is_empty() const noexcept { return left_.empty(); }

    template <class Number>
    Number number() noexcept {
        Number value{};
        const auto bytes = take(sizeof value);
        if (!bytes.empty()) std::memcpy(&value, bytes.data(), bytes.size());
        return value;
    }

    /// Up to `count` bytes.
    std::span<const std::byte> take(std::size_t count) noexcept {
        const auto taken = left_.first(std::min(count, left_.size()));
        left_ = left_.subspan(taken.size());
        return taken;
    }

    std::span<const std::byte> rest() noexcept { return take(left_.size()); }

private:
    std::span<const std::byte> left_;
};

inline volatile unsigned touched = 0;

/// Reads every byte, so that one that is not ours is found.
inline void touch(std::span<const std::byte> bytes) noexcept {
    unsigned sum = 0;
    for (const auto byte : bytes) sum += static_cast<unsigned>(byte);
    touched = sum;
}

}  // namespace fairlead::fuzz
