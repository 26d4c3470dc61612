// SPDX-License-Identifier: MIT
//
// timing — when a call passed by in a peer: four points, in nanoseconds of CLOCK_MONOTONIC, which
// is one clock for all processes of a machine. The payload of timing frames.
//
// A point in front of a ring is read before the record is written, one behind it after it was read:
// so all points of a call are in order, whoever read them.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

namespace fairlead::wire {

/// In frame_header::code: whose points they are, and so whose number the request is.
enum class timed_as : std::uint16_t { asker = 1, provider = 2 };

/// Of an asker: begun, sent, received, settled. Of a provider: received, begun, ended, sent.
using call_points = std::array<std::uint64_t, 4>;

inline constexpr std::size_t call_points_bytes = sizeof(call_points);
static_assert(call_points_bytes == 32);

inline std::uint64_t nanoseconds_now() noexcept {
    return static_cast<std::uint64_t>(
        std::chrono::nanoseconds{std::chrono::steady_clock::now().time_since_epoch()}.count());
}

/// Copied before it is looked at. Nothing: it is not of that size.
inline std::optional<call_points> parse_points(std::span<const std::byte> payload) noexcept {
    if (payload.size() != call_points_bytes) return std::nullopt;
    call_points points;
    std::memcpy(points.data(), payload.data(), call_points_bytes);
    return points;
}

inline std::span<const std::byte> as_bytes(call_points const& points) noexcept {
    return std::as_bytes(std::span{points});
}

inline bool is_in_order(call_points const& points) noexcept {
    return std::ranges::is_sorted(points);
}

}  // namespace fairlead::wire
