// SPDX-License-Identifier: MIT
//
// utf8 — which bytes are well-formed text (Unicode 15, table 3-7: no overlong forms, no surrogates,
// nothing above U+10FFFF).
#pragma once

#include <cstddef>
#include <string_view>

namespace fairlead {

/// Bytes of the well-formed sequence at the front of `text`; 0 if there is none. Never of "".
std::size_t utf8_sequence_bytes(std::string_view text) noexcept;

bool is_utf8(std::string_view text) noexcept;

}  // namespace fairlead
