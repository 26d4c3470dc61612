// SPDX-License-Identifier: MIT
//
// json_string_test — any bytes become a JSON string literal that is valid, and safe in a script.
#include "tests/protocol/support/bytes.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <algorithm>

using namespace std::string_literals;

namespace {

std::string literal_of(std::string_view text) {
    std::string literal;
    fairlead::append_json_string(literal, text);
    return literal;
}

const auto replacement = "\xef\xbf\xbd"s;  // U+FFFD.

/// No byte that RFC 8259 forbids inside a string, and no quote but at the ends.
bool is_closed_literal(std::string_view literal) {
    if (literal.size() < 2 || literal.front() != '"' || literal.back() != '"') return false;
    const auto inside = literal.substr(1, literal.size() - 2);
    for (std::size_t i = 0; i < inside.size(); ++i) {
        if (static_cast<unsigned char>(inside[i]) < 0x20 || inside[i] == '"') return false;
        if (inside[i] == '\\' && ++i == inside.size()) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("plain text stands in quotes as it is", "[vocabulary]") {
    CHECK(literal_of("") == R"("")");
    CHECK(literal_of("Hello Ada! /~") == R"("Hello Ada! /~")");
}

TEST_CASE("a literal is appended to what is there", "[vocabulary]") {
    auto to = R"({"name":)"s;
    fairlead::append_json_string(to, "Ada");
    CHECK(to == R"({"name":"Ada")");
}

TEST_CASE("quotes, backslashes and control characters are escaped", "[vocabulary]") {
    CHECK(literal_of(R"(a"b\c)") == R"("a\"b\\c")");
    CHECK(literal_of("\n\r\t") == R"("\n\r\t")");
    CHECK(literal_of("\0\x01\x1f"s) == R"("\u0000\u0001\u001f")");
}

TEST_CASE("well-formed UTF-8 stays as it is", "[vocabulary]") {
    for (auto const& text :
         {"Grüße"s, "日本語"s, "🚢"s, "\xc2\x80"s, "\xe0\xa0\x80"s, "\xed\x9f\xbf"s, "\xee\x80\x80"s,
          "\xf0\x90\x80\x80"s, "\xf4\x8f\xbf\xbf"s})
        CHECK(literal_of(text) == '"' + text + '"');
}

TEST_CASE("what is not UTF-8 becomes U+FFFD, and the rest survives", "[vocabulary]") {
    CHECK(literal_of("a\xff"
                     "b") == "\"a" + replacement + "b\"");
    CHECK(literal_of("\x80") == '"' + replacement + '"');                    // No lead.
    CHECK(literal_of("\xc3") == '"' + replacement + '"');                    // Cut off.
    CHECK(literal_of("\xc3(") == '"' + replacement + "(\"");                 // No trail.
    CHECK(literal_of("\xc0\xaf") == '"' + replacement + replacement + '"');  // Overlong '/'.
    CHECK(literal_of("\xe0\x80\xaf").find('/') == std::string::npos);        // The same in three.
    CHECK(literal_of("\xed\xa0\x80") == '"' + replacement + replacement + replacement + '"');
    CHECK(literal_of("\xf4\x90\x80\x80").starts_with('"' + replacement));  // Above U+10FFFF.
    CHECK(literal_of("\xf5\x80\x80\x80").starts_with('"' + replacement));
}

TEST_CASE("line separators of Unicode are escaped: old scripts end a line there", "[vocabulary]") {
    CHECK(literal_of("a\xe2\x80\xa8"
                     "b\xe2\x80\xa9"
                     "c") == R"("a\u2028b\u2029c")");
    CHECK(literal_of("\xe2\x80\xa7") == "\"\xe2\x80\xa7\"");  // Their neighbour is not.
}

TEST_CASE("no bytes can end the literal early or break it", "[vocabulary]") {
    for (unsigned first = 0; first < 256; ++first)
        for (unsigned second = 0; second < 256; ++second) {
            const std::string text{static_cast<char>(first), static_cast<char>(second)};
            if (is_closed_literal(literal_of(text))) continue;
            CAPTURE(first, second);
            FAIL("not a string literal");
        }
    for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
        const auto text = fairlead::tests::text_of(fairlead::tests::filled(seed % 64, seed));
        if (is_closed_literal(literal_of(text))) continue;
        CAPTURE(seed);
        FAIL("not a string literal");
    }
}

TEST_CASE("an escape is found wherever it stands in a long text", "[vocabulary]") {
    for (std::size_t at = 0; at < 200; ++at) {
        std::string text(200, 'x');
        text[at] = '"';
        const auto expected = '"' + text.substr(0, at) + "\\\"" + text.substr(at + 1) + '"';
        CHECK(literal_of(text) == expected);
    }
}
