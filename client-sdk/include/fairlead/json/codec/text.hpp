// SPDX-License-Identifier: MIT
//
// codec of text — UTF-8, and single characters; and JSON that is passed through as text.
#pragma once

#include <fairlead/json/codec/numbers.hpp>
#include <fairlead/vocabulary/json_string.hpp>

#include <limits>
#include <string>
#include <string_view>

namespace fairlead {

/// JSON text that is passed through as it is. The writer must make sure that it is one JSON value.
struct raw_json {
    std::string text = "null";
};

}  // namespace fairlead

namespace fairlead::json {

/// The one code point, at most `most`, that a string is. Throws bad_value.
char32_t read_code_point(value& from, char32_t most);
void write_code_point(std::string& to, char32_t point);  ///< Throws not_encodable.

template <>
struct codec<std::string> {
    static constexpr auto kinds = kinds_among(kind::string);
    static void read(value& from, std::string& to) { to = from.string(); }
    static void write(std::string& to, std::string_view from) { append_json_string(to, from); }
    static std::string describe(catalogue&) { return R"("string")"; }
};

template <>
struct codec<std::string_view> {
    static constexpr auto kinds = kinds_among(kind::string);
    static void write(std::string& to, std::string_view from) { append_json_string(to, from); }
    static std::string describe(catalogue&) { return R"("string")"; }
};
template <std::size_t N>
struct codec<char[N]> : codec<std::string_view> {};
template <>
struct codec<char const*> : codec<std::string_view> {};

template <character T>
struct codec<T> {
    static constexpr auto kinds = kinds_among(kind::string);
    /// What fits into one T as it is in UTF-8, UTF-16 or UTF-32.
    static constexpr char32_t most = sizeof(T) == 1 ? 0x7f : sizeof(T) == 2 ? 0xffff : 0x10ffff;
    static void read(value& from, T& to) { to = static_cast<T>(read_code_point(from, most)); }
    static void write(std::string& to, T from) {
        const auto point = static_cast<char32_t>(static_cast<std::make_unsigned_t<T>>(from));
        write_code_point(to, point <= most ? point : ~char32_t{0});
    }
    static std::string describe(catalogue&) { return R"("string")"; }
};

template <>
struct codec<raw_json> {
    static constexpr auto kinds = kinds_among(kind::null, kind::boolean, kind::number, kind::string,
                                              kind::array, kind::object);
    static void read(value& from, raw_json& to) { to.text = from.raw(); }
    static void write(std::string& to, raw_json const& from) { to += from.text; }
    static std::string describe(catalogue&) { return R"("any")"; }
};

}  // namespace fairlead::json
