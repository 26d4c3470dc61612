// SPDX-License-Identifier: MIT
//
// version — the wire protocol's number and who may talk to whom.
//
// Peers name a range; the broker takes the highest number both know. A frame's layout never changes
// inside one number.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

namespace fairlead::wire {

struct version_range {
    std::uint16_t lowest = 1;
    std::uint16_t highest = 1;
};

inline constexpr version_range supported_versions{1, 1};

constexpr std::optional<std::uint16_t> negotiate(version_range ours,
                                                 version_range theirs) noexcept {
    const auto lowest = std::max(ours.lowest, theirs.lowest);
    const auto highest = std::min(ours.highest, theirs.highest);
    if (lowest > highest) return std::nullopt;
    return highest;
}

}  // namespace fairlead::wire
