// SPDX-License-Identifier: MIT
//
// http_date — "Sun, 06 Nov 1994 08:49:37 GMT" from a time and back.
#pragma once

#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::host {

std::string to_http_date(std::time_t when);

/// Only that form: the two older ones are not sent by any browser.
std::optional<std::time_t> parse_http_date(std::string_view text);

}  // namespace fairlead::host
