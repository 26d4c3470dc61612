// SPDX-License-Identifier: MIT
//
// html_text — a text where HTML stands: as content, or between the quotes of an attribute.
#pragma once

#include <string>
#include <string_view>

namespace fairlead::host {

inline std::string escaped_for_html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '&': out += "&amp;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
    return out;
}

}  // namespace fairlead::host
