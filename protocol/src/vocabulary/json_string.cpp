// SPDX-License-Identifier: MIT
//
// json_string — long runs that need no escape are appended in one piece.
#include <fairlead/vocabulary/json_string.hpp>

#include <fairlead/vocabulary/byte_scan.hpp>

#include <array>
#include <cstdint>

namespace fairlead {
namespace {

/// Bytes of the well-formed UTF-8 sequence at the start of `text` (Unicode 15, table 3-7), 0 if it
/// is not.
std::size_t sequence_bytes(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const auto trails = [&](std::size_t from, std::size_t to) {
        if (text.size() < to) return false;
        for (; from < to; ++from)
            if ((byte(from) & 0xc0) != 0x80) return false;
        return true;
    };
    const auto lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead <= 0xdf) return trails(1, 2) ? 2 : 0;
    if (lead >= 0xe0 && lead <= 0xef) {
        if (!trails(1, 3)) return 0;
        if (lead == 0xe0 && byte(1) < 0xa0) return 0;  // Overlong.
        if (lead == 0xed && byte(1) > 0x9f) return 0;  // A surrogate.
        return 3;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        if (!trails(1, 4)) return 0;
        if (lead == 0xf0 && byte(1) < 0x90) return 0;
        if (lead == 0xf4 && byte(1) > 0x8f) return 0;  // Above U+10FFFF.
        return 4;
    }
    return 0;
}

constexpr auto is_special = [](unsigned char byte) {
    return (byte < 0x20) | (byte >= 0x7f) | (byte == '"') | (byte == '\\');
};

void append_escape(std::string& to, std::uint8_t byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (byte) {
        case '"': to += "\\\""; return;
        case '\\': to += "\\\\"; return;
        case '\n': to += "\\n"; return;
        case '\r': to += "\\r"; return;
        case '\t': to += "\\t"; return;
        default: break;
    }
    to += "\\u00";
    to += digits[byte >> 4];
    to += digits[byte & 15];
}

}  // namespace

void append_json_string(std::string& to, std::string_view text) {
    to += '"';
    std::size_t i = 0;
    while (i < text.size()) {
        const auto plain = bytes_before(text.substr(i), is_special);
        to.append(text, i, plain);
        i += plain;
        if (i == text.size()) break;

        const auto byte = static_cast<std::uint8_t>(text[i]);
        if (byte < 0x80) {
            append_escape(to, byte);
            ++i;
            continue;
        }
        const auto length = sequence_bytes(text.substr(i));
        const auto sequence = text.substr(i, length);
        if (length == 0) to += "\xef\xbf\xbd";
        else if (sequence == "\xe2\x80\xa8") to += "\\u2028";
        else if (sequence == "\xe2\x80\xa9") to += "\\u2029";
        else to += sequence;
        i += length == 0 ? 1 : length;
    }
    to += '"';
}

}  // namespace fairlead
