// SPDX-License-Identifier: MIT
//
// redaction — a payload as a monitor shows it: without the values of keys that are secret, and not
// more of it than was asked for.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::tap {

/// More is not looked at: its values could not be told from secrets.
inline constexpr std::size_t redacted_bytes_max = 16u << 10;

/// JSON text as text: `"•••"` for each value whose key is one of `secret` (lower case; any case in
/// the payload), cut to `most` bytes with `…`. What is no JSON, or too much of it, is empty.
std::string redacted(std::string_view payload, std::vector<std::string> const& secret,
                     std::size_t most);

}  // namespace fairlead::broker::tap
