// SPDX-License-Identifier: MIT
//
// content — payloads that both ends can make from a number, and their checksum. page.js has the
// same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace fairlead::chaos {

constexpr std::byte byte_at(std::uint32_t seed, std::uint32_t i) noexcept {
    return static_cast<std::byte>((seed * 31 + i * 7 + (i >> 8)) & 0xff);
}

inline void fill(std::span<std::byte> to, std::uint32_t seed) noexcept {
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] = byte_at(seed, static_cast<std::uint32_t>(i));
}

inline std::vector<std::byte> bytes_of(std::uint32_t seed, std::size_t size) {
    std::vector<std::byte> made(size);
    fill(made, seed);
    return made;
}

/// FNV-1a.
inline std::uint32_t checksum(std::span<const std::byte> data) noexcept {
    std::uint32_t sum = 2166136261u;
    for (auto const one : data) sum = (sum ^ static_cast<std::uint32_t>(one)) * 16777619u;
    return sum;
}

/// About that long, with what JSON escapes and what takes two to four bytes.
inline std::string text_of(std::uint32_t seed, std::size_t size) {
    static constexpr char const* letters[] = {"a", "Z", "\"", "\\", "\n", "\t",
                                              "é", "ß", "€",  "😀",  "/",  " "};
    std::string made;
    made.reserve(size + 4);
    for (std::uint32_t i = 0; made.size() < size; ++i)
        made += letters[(seed + i * 7 + (i >> 5)) % std::size(letters)];
    return made;
}

}  // namespace fairlead::chaos
