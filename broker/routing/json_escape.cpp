// SPDX-License-Identifier: MIT
//
// json_escape — one pass; well-formed UTF-8 is copied as it is.
#include "broker/routing/json_escape.hpp"

#include <fairlead/vocabulary/utf8.hpp>

#include <algorithm>
#include <cstddef>

namespace fairlead::broker::routing {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";
constexpr std::string_view replacement = "\xEF\xBF\xBD";

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
        } else if (const auto length = utf8_sequence_bytes(text.substr(at)); length > 0) {
            to.append(text.substr(at, length));
            at += length;
        } else {
            to.append(replacement);
            ++at;
        }
    }
}

}  // namespace fairlead::broker::routing
