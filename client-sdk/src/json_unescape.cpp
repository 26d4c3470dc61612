// SPDX-License-Identifier: MIT
//
// json unescape — by hand: simdjson refuses or passes on halves of surrogate pairs, and pages send
// them, for a JavaScript string may be cut anywhere.
#include "json_document.hpp"
#include "utf8.hpp"

#include <charconv>
#include <cstring>

namespace fairlead::json {
namespace {

constexpr char32_t replacement = 0xfffd;
constexpr bool is_high(char32_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
constexpr bool is_low(char32_t unit) { return unit >= 0xdc00 && unit < 0xe000; }

[[noreturn]] void refuse() { throw bad_value{"broken JSON: no such escape in a string"}; }

/// The four digits at the front of `rest`, which lie behind `\u`.
char32_t code_unit(std::string_view rest) {
    std::uint16_t unit = 0;
    if (rest.size() < 4) refuse();
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + 4, unit, 16);
    if (error != std::errc{} || end != rest.data() + 4) refuse();
    return unit;
}

/// Takes `\uXXXX`, or both of a pair, from the front of `rest`.
char32_t take_point(std::string_view& rest) {
    const auto first = code_unit(rest.substr(2));
    rest.remove_prefix(6);
    if (!is_high(first)) return is_low(first) ? replacement : first;
    if (!rest.starts_with("\\u")) return replacement;
    const auto second = code_unit(rest.substr(2));
    if (!is_low(second)) return replacement;
    rest.remove_prefix(6);
    return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

char plain(char escaped) {
    switch (escaped) {
        case '"':
        case '\\':
        case '/': return escaped;
        case 'b': return '\b';
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        default: refuse();
    }
}

}  // namespace

char* unescape(std::string_view rest, char* to) {
    while (!rest.empty()) {
        auto const* const found =
            static_cast<char const*>(std::memchr(rest.data(), '\\', rest.size()));
        const auto as_it_is =
            found == nullptr ? rest.size() : static_cast<std::size_t>(found - rest.data());
        std::memmove(to, rest.data(), as_it_is);
        to += as_it_is;
        rest.remove_prefix(as_it_is);
        if (rest.empty()) break;
        if (rest.size() < 2) refuse();
        if (rest[1] == 'u') {
            to = put_utf8(take_point(rest), to);
        } else {
            *to++ = plain(rest[1]);
            rest.remove_prefix(2);
        }
    }
    return to;
}

}  // namespace fairlead::json
