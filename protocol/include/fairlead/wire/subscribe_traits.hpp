// SPDX-License-Identifier: MIT
//
// subscribe_traits — how a subscription begins, as bits of frame_header::code.
#pragma once

#include <cstdint>

namespace fairlead::wire::subscribe_trait {

/// Of a page: its host's subscription to that topic ends in the same moment. Every event comes to
/// the one or to the other.
inline constexpr std::uint16_t in_place_of_host = 1;

}  // namespace fairlead::wire::subscribe_trait
