// SPDX-License-Identifier: MIT
//
// message — what travels through the relay: eight bytes that say how long and to whom, then a
// payload.
#pragma once

#include "benchmarks/support/byte_stream.hpp"

#include <cstdint>
#include <cstring>
#include <optional>

namespace fairlead::bench::unix_relay {

enum class place : std::uint32_t { client, backend };
inline constexpr std::size_t places = 2;

struct message_header {
    std::uint32_t payload_bytes;
    place to;
};
static_assert(sizeof(message_header) == 8);

inline message_header header_of(std::span<const std::byte> bytes) noexcept {
    message_header header;
    std::memcpy(&header, bytes.data(), sizeof header);
    return header;
}

/// How many bytes the first message in `unread` has, as far as can be told yet.
inline std::size_t message_bytes(std::span<const std::byte> unread) noexcept {
    return sizeof(message_header) +
           (unread.size() < sizeof(message_header) ? 0 : header_of(unread).payload_bytes);
}

inline bool is_whole(std::span<const std::byte> unread) noexcept {
    return unread.size() >= sizeof(message_header) && unread.size() >= message_bytes(unread);
}

}  // namespace fairlead::bench::unix_relay
