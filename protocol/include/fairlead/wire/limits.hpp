// SPDX-License-Identifier: MIT
//
// limits — every bound of the wire on one page. docs/LIMITS.md says what happens at each of them.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace fairlead::wire {

inline constexpr std::size_t payload_bytes_max = 64u << 20;   ///< One message, reassembled.
inline constexpr std::size_t fragment_bytes_max = 64u << 10;  ///< Payload of one ring record.
inline constexpr std::size_t name_bytes_max = 512;            ///< A method or topic name.
inline constexpr std::size_t ring_bytes_default = 1u << 20;   ///< Each direction; a power of two.
inline constexpr std::size_t ring_bytes_min = 256u << 10;  ///< Holds a record and its wrap padding.
inline constexpr std::size_t ring_bytes_max = 64u << 20;
inline constexpr std::size_t overflow_bytes_max =
    32u << 20;  ///< Queued beside a full ring, per direction.
inline constexpr std::size_t frames_per_turn_max = 32;  ///< Drained from one peer before the next.
inline constexpr std::uint32_t calls_in_flight_max = 65'536;  ///< Per caller.
inline constexpr std::uint32_t item_window_bytes =
    256u << 10;  ///< What a result stream may send before its reader says more.
inline constexpr std::uint32_t argument_streams_max = 16;        ///< Of one call.
inline constexpr std::uint32_t offers_max = 65'536;              ///< Method names per peer.
inline constexpr std::uint32_t subscriptions_max = 65'536;       ///< Topics per peer.
inline constexpr std::uint32_t names_max = 1u << 20;             ///< Interned by one broker.
inline constexpr std::uint32_t sessions_max = 1'024;             ///< Peers of one broker.
inline constexpr std::size_t control_message_bytes_max = 4'096;  ///< On the control socket.
inline constexpr std::size_t origin_bytes_max = 2'048;           ///< Of a page.
inline constexpr std::uint32_t pages_per_host_max = 16;          ///< Page sessions of one host.

/// Whether rings of that size may be made at all.
constexpr bool is_ring_size(std::uint64_t bytes) noexcept {
    return bytes >= ring_bytes_min && bytes <= ring_bytes_max && std::has_single_bit(bytes);
}

}  // namespace fairlead::wire
