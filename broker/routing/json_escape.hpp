// SPDX-License-Identifier: MIT
//
// json_escape — text into what may stand between the quotes of a JSON string.
#pragma once

#include <string>
#include <string_view>

namespace fairlead::broker::routing {

/// Appends. Control characters are escaped; bytes that are not UTF-8 become U+FFFD, one for each.
void append_json_escaped(std::string& to, std::string_view text);

/// Plain ASCII with nothing to escape, as ids and most messages are.
bool is_json_plain(std::string_view text) noexcept;

}  // namespace fairlead::broker::routing
