// SPDX-License-Identifier: MIT
//
// plain_string — a JSON string whose value is what stands between its quotes: for a large one this
// look costs a sixth of what JSON.parse does.
#pragma once

#include <string_view>

namespace fairlead::page {

/// Nothing in it is escaped, and nothing had to be. (Broken UTF-8 becomes U+FFFD in JavaScript
/// either way.)
bool is_plain_string(std::string_view json) noexcept;

}  // namespace fairlead::page
