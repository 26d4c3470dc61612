// SPDX-License-Identifier: MIT
//
// bytes — test payloads: text as bytes, and bytes that say where they belong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::tests {

inline std::vector<std::byte> bytes_of(std::string_view text) {
    std::vector<std::byte> bytes(text.size());
    if (!text.empty()) std::memcpy(bytes.data(), text.data(), text.size());
    return bytes;
}

inline std::string text_of(std::span<const std::byte> bytes) {
    std::string text(bytes.size(), '\0');
    if (!bytes.empty()) std::memcpy(text.data(), bytes.data(), bytes.size());
    return text;
}

/// A small generator (splitmix64): the same numbers on every machine for the same seed.
class numbers {
public:
    explicit numbers(std::uint64_t seed) noexcept : state_{seed} {}
    std::uint64_t next() noexcept {
        auto z = state_ += 0x9e37'79b9'7f4a'7c15;
        z = (z ^ (z >> 30)) * 0xbf58'476d'1ce4'e5b9;
        z = (z ^ (z >> 27)) * 0x94d0'49bb'1331'11eb;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t bound) noexcept {
        return static_cast<std::size_t>(next() % bound);
    }

private:
    std::uint64_t state_;
};

/// Fills with bytes that depend on `seed` and position: moved, swapped or stale bytes are seen.
inline void fill(std::span<std::byte> to, std::uint64_t seed) noexcept {
    numbers source{seed};
    while (!to.empty()) {
        const auto word = source.next();
        const auto now = to.size() < sizeof word ? to.size() : sizeof word;
        std::memcpy(to.data(), &word, now);
        to = to.subspan(now);
    }
}

inline bool is_filled(std::span<const std::byte> bytes, std::uint64_t seed) noexcept {
    numbers source{seed};
    while (!bytes.empty()) {
        const auto word = source.next();
        const auto now = bytes.size() < sizeof word ? bytes.size() : sizeof word;
        if (std::memcmp(bytes.data(), &word, now) != 0) return false;
        bytes = bytes.subspan(now);
    }
    return true;
}

inline std::vector<std::byte> filled(std::size_t size, std::uint64_t seed) {
    std::vector<std::byte> bytes(size);
    fill(bytes, seed);
    return bytes;
}

}  // namespace fairlead::tests
