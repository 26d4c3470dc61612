// SPDX-License-Identifier: MIT
//
// json_string — a text as a JSON string literal. The one piece of JSON that every floor writes; all
// reading of JSON belongs to the edges.
#pragma once

#include <string>
#include <string_view>

namespace fairlead {

/// Appends `text` in quotes. Bytes that are not UTF-8 become U+FFFD; U+2028 and U+2029 are escaped,
/// so that the literal may stand in a script of any age.
void append_json_string(std::string& to, std::string_view text);

}  // namespace fairlead
