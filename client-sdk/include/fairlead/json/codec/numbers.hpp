// SPDX-License-Identifier: MIT
//
// codec of numbers — and of booleans, characters, and integers of 64 bits as text.
//
// A number of JavaScript holds integers up to 2^53 exactly. What is larger is an error, both ways,
// unless its type says that it travels as text.
#pragma once

#include <fairlead/json/codec/base.hpp>

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

namespace fairlead {

/// An integer of 64 bits that travels as decimal text: "9223372036854775807".
template <class Integer>
    requires std::same_as<Integer, std::int64_t> || std::same_as<Integer, std::uint64_t>
struct decimal_text {
    Integer value = 0;

    constexpr decimal_text() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): it stands for its integer.
    constexpr decimal_text(Integer number) : value{number} {}
    constexpr operator Integer() const { return value; }  // NOLINT(google-explicit-constructor)
};

using int64_text = decimal_text<std::int64_t>;
using uint64_text = decimal_text<std::uint64_t>;

}  // namespace fairlead

namespace fairlead::json {

void append_number(std::string& to, std::int64_t number);
void append_number(std::string& to, std::uint64_t number);
void append_number(std::string& to, double number);  ///< Throws not_encodable.
void append_number(std::string& to, float number);   ///< Throws not_encodable.
[[noreturn]] void throw_unsafe_integer(std::string digits);

void parse_integer(std::string_view digits, std::int64_t& to);   ///< Throws bad_value.
void parse_integer(std::string_view digits, std::uint64_t& to);  ///< Throws bad_value.

template <class T>
concept character = std::same_as<T, char> || std::same_as<T, char8_t> ||
    std::same_as<T, char16_t> || std::same_as<T, char32_t> || std::same_as<T, wchar_t>;
template <class T>
concept integer = std::integral<T> && !character<T> && !std::same_as<T, bool>;

template <>
struct codec<bool> {
    static constexpr auto kinds = kinds_among(kind::boolean);
    static void read(value& from, bool& to) { to = from.boolean(); }
    static void write(std::string& to, bool from) { to += from ? "true" : "false"; }
    static std::string describe(catalogue&) { return R"("boolean")"; }
};

template <integer T>
struct codec<T> {
    using limits = std::numeric_limits<T>;
    using wide = std::conditional_t<std::signed_integral<T>, std::int64_t, std::uint64_t>;
    static constexpr auto kinds = kinds_among(kind::number);
    static constexpr std::int64_t least =
        std::max<std::int64_t>(limits::min(), -largest_safe_integer);
    static constexpr std::int64_t most = std::cmp_less(limits::max(), largest_safe_integer)
                                             ? static_cast<std::int64_t>(limits::max())
                                             : largest_safe_integer;

    static void read(value& from, T& to) { to = static_cast<T>(from.integer(least, most)); }
    static void write(std::string& to, T from) {
        if constexpr (std::cmp_greater(limits::max(), most))
            if (std::cmp_less(from, least) || std::cmp_greater(from, most))
                throw_unsafe_integer(std::to_string(from));
        append_number(to, static_cast<wide>(from));
    }
    static std::string describe(catalogue&) { return R"("integer")"; }
};

template <>
struct codec<std::byte> {
    static constexpr auto kinds = kinds_among(kind::number);
    static void read(value& from, std::byte& to) {
        to = static_cast<std::byte>(from.integer(0, 255));
    }
    static void write(std::string& to, std::byte from) {
        append_number(to, std::to_integer<std::uint64_t>(from));
    }
    static std::string describe(catalogue&) { return R"("integer")"; }
};

template <std::floating_point T>
struct codec<T> {
    static constexpr auto kinds = kinds_among(kind::number);
    static void read(value& from, T& to) {
        if constexpr (std::same_as<T, float>) to = from.small_number();
        else to = from.number();
    }
    static void write(std::string& to, T from) {
        if constexpr (std::same_as<T, float>) append_number(to, from);
        else append_number(to, static_cast<double>(from));
    }
    static std::string describe(catalogue&) { return R"("number")"; }
};

template <class Integer>
struct codec<decimal_text<Integer>> {
    static constexpr auto kinds = kinds_among(kind::string);
    static void read(value& from, decimal_text<Integer>& to) {
        parse_integer(from.string("an integer as text"), to.value);
    }
    static void write(std::string& to, decimal_text<Integer> from) {
        append_number(to += '"', from.value);
        to += '"';
    }
    static std::string describe(catalogue&) { return R"("bigint")"; }
};

}  // namespace fairlead::json
