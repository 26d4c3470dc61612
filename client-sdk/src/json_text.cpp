// SPDX-License-Identifier: MIT
//
// json text — strings of one character.
#include <fairlead/json/codec/text.hpp>

#include "utf8.hpp"

#include <array>

namespace fairlead::json {
namespace {

constexpr bool is_surrogate(char32_t point) { return point >= 0xd800 && point < 0xe000; }

/// Of text that is UTF-8, as all that has been read is.
char32_t first_of(std::string_view text, std::size_t& length) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto lead = byte(0);
    length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    char32_t point = length == 1 ? lead : lead & (0x7fu >> length);
    for (std::size_t i = 1; i < length; ++i) point = point << 6 | (byte(i) & 0x3fu);
    return point;
}

}  // namespace

char32_t read_code_point(value& from, char32_t most) {
    constexpr std::string_view expected = "a string of one character";
    const auto text = from.string(expected);
    std::size_t length = 0;
    const auto point = text.empty() ? 0 : first_of(text, length);
    if (text.empty() || length != text.size())
        throw bad_value{"expected a string of one character, got \"" +
                        std::string{text.substr(0, 40)} + '"'};
    if (point > most)
        throw bad_value{"expected a character that the type can hold, got \"" + std::string{text} +
                        '"'};
    return point;
}

void write_code_point(std::string& to, char32_t point) {
    if (point > 0x10ffff || is_surrogate(point))
        throw not_encodable{"a character that is none by itself cannot be sent"};
    std::array<char, 4> text;
    append_json_string(to, {text.data(), put_utf8(point, text.data())});
}

}  // namespace fairlead::json
