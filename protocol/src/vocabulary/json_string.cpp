// SPDX-License-Identifier: MIT
//
// json_string — long runs that need no escape are appended in one piece.
#include <fairlead/vocabulary/byte_scan.hpp>
#include <fairlead/vocabulary/json_string.hpp>
#include <fairlead/vocabulary/utf8.hpp>

#include <array>
#include <cstdint>

namespace fairlead {
namespace {

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
        const auto length = utf8_sequence_bytes(text.substr(i));
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
