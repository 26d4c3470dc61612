// SPDX-License-Identifier: MIT
//
// excerpt — the beginning of a text that somebody else wrote, fit for a line on a terminal.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace fairlead::host {

/// At most `bytes_max` bytes, whole characters, no control characters; "…" where it was cut.
inline std::string excerpt(std::string_view text, std::size_t bytes_max) {
    auto end = std::min(text.size(), bytes_max);
    while (end > 0 && end < text.size() && (text[end] & 0xC0) == 0x80) --end;
    std::string out;
    for (const char c : text.substr(0, end))
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    if (end < text.size()) out += "…";
    return out;
}

}  // namespace fairlead::host
