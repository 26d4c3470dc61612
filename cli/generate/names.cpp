// SPDX-License-Identifier: MIT
//
// names — the words are those of ECMAScript in strict mode.
#include "cli/generate/names.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <algorithm>
#include <array>

namespace fairlead::cli::generate {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_part(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '$';
}

constexpr auto reserved = std::to_array<std::string_view>({
    "arguments", "await",      "break",   "case",    "catch",      "class",     "const",
    "continue",  "debugger",   "default", "delete",  "do",         "else",      "enum",
    "eval",      "export",     "extends", "false",   "finally",    "for",       "function",
    "if",        "implements", "import",  "in",      "instanceof", "interface", "let",
    "new",       "null",       "package", "private", "protected",  "public",    "return",
    "static",    "super",      "switch",  "this",    "throw",      "true",      "try",
    "typeof",    "var",        "void",    "while",   "with",       "yield",
});

}  // namespace

bool is_identifier(std::string_view text) noexcept {
    return !text.empty() && !is_digit(text.front()) && std::ranges::all_of(text, is_part);
}

bool is_reserved(std::string_view word) noexcept {
    return std::ranges::find(reserved, word) != reserved.end();
}

std::string as_identifier(std::string_view text) {
    std::string name{text};
    std::ranges::replace_if(
        name, [](char c) { return !is_part(c); }, '_');
    if (name.empty() || is_digit(name.front())) name.insert(0, 1, '_');
    return name;
}

std::string quoted(std::string_view text) {
    std::string literal;
    append_json_string(literal, text);
    return literal;
}

std::string property_name(std::string_view name) {
    return is_identifier(name) ? std::string{name} : quoted(name);
}

std::string scope::take(std::string_view wanted) {
    auto name = as_identifier(wanted);
    while (is_reserved(name) || taken_.contains(name)) name += '_';
    taken_.insert(name);
    return name;
}

}  // namespace fairlead::cli::generate
