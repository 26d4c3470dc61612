// SPDX-License-Identifier: MIT
//
// offer_traits — what an offer says of its method, as bits of frame_header::code.
#pragma once

#include <cstdint>

namespace fairlead::wire::offer_trait {

/// Called twice it does what it does once: when its plugin dies in a call, the broker may call it
/// again.
inline constexpr std::uint16_t idempotent = 1;

}  // namespace fairlead::wire::offer_trait
