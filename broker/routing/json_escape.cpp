// SPDX-License-Identifier: MIT
//
// json_escape — one pass; well-formed UTF-8 is copied as it is.
#include "broker/routing/json_escape.hpp"

#include <algorithm>
#include <cstddef>

namespace fairlead::broker::routing {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";
constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// Bytes of the well-formed UTF-8 sequence at the front of `text`, 0 if there is none (Unicode 15,
/// table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF).
std::size_t utf8_sequence(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto first = byte(0);
    std::size_t length = 0;
    unsigned char low = 0x80, high = 0xbf;
    if (first >= 0xc2 && first <= 0xdf) length = 2;
    else if (first >= 0xe0 && first <= 0xef) length = 3;
    else if (first >= 0xf0 && first <= 0xf4) length = 4;
    if (length == 0 || text.size() < length) return 0;
    if (first == 0xe0) low = 0xa0;
    if (first == 0xed) high = 0x9f;
    if (first == 0xf0) low = 0x90;
    if (first == 0xf4) high = 0x8f;
    if (byte(1) < low || byte(1) > high) return 0;
    for (std::size_t i = 2; i < length; ++i)
        if (byte(i) < 0x80 || byte(i) > 0xbf) return 0;
    return length;
}

void append_escape(std::string& to, unsigned char c) {
    switch (c) {
        case '"': to.append("\\\""); return;
        case '\\': to.append("\\\\"); return;
        case '\n': to.append("\\n"); return;
        case '\r': to.append("\\r"); return;
        case '\t': to.append("\\t"); return;
        default:
            to.append("\\u00");
            to.push_back(hex_digits[c >> 4]);
            to.push_back(hex_digits[c & 0xf]);
    }
}

bool is_plain(unsigned char c) noexcept { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

}  // namespace

bool is_json_plain(std::string_view text) noexcept {
    return std::ranges::all_of(text,
                               [](char c) { return is_plain(static_cast<unsigned char>(c)); });
}

void append_json_escaped(std::string& to, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto c = static_cast<unsigned char>(text[at]);
        if (is_plain(c)) {
            to.push_back(text[at++]);
        } else if (c < 0x80) {
            append_escape(to, c);
            ++at;
        } else if (const auto length = utf8_sequence(text.substr(at)); length > 0) {
            to.append(text.substr(at, length));
            at += length;
        } else {
            to.append(replacement);
            ++at;
        }
    }
}

}  // namespace fairlead::broker::routing
