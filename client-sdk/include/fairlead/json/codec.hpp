// SPDX-License-Identifier: MIT
//
// codec — C++ types to and from JSON: one specialisation of codec<T> for each family of types.
//
//   bool, integers, float/double     boolean, number (an integer out of its range is an error)
//   std::string                      string; bytes that are not UTF-8 are written as U+FFFD
//   std::optional<T>                 T or null
//   vector, array, deque, set …      array
//   map, unordered_map by string     object
//   pair, tuple                      array of that many elements
//   described structs                object; missing members keep defaults, others are ignored
//   fairlead::raw_json               any value, as text
//
// JSON null reads as a value-initialised T, as front ends of Wails expect. For a type of your own
// specialise codec<T> with `read`, `write` and `type_name`, or describe it. docs/SDK.md has the
// table.
#pragma once

#include <fairlead/json/error.hpp>
#include <fairlead/vocabulary/json_string.hpp>

#include <boost/core/demangle.hpp>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <simdjson.h>

#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace fairlead {

/// JSON text that is passed through as it is. The writer must make sure that it is one JSON value.
struct raw_json {
    std::string text = "null";
};

}  // namespace fairlead

namespace fairlead::json {

using value = simdjson::ondemand::value;

template <class T>
struct codec;

/// `expected` and what came instead, in words.
[[noreturn]] void throw_mismatch(std::string_view expected, value& came);
[[noreturn]] void throw_broken(simdjson::error_code error);
void append_number(std::string& to, std::int64_t number);
void append_number(std::string& to, std::uint64_t number);
void append_number(std::string& to, double number);  ///< Throws not_encodable.

template <class T>
void read(value from, T& to) {
    bool is_null = false;
    if (const auto error = from.is_null().get(is_null)) throw_broken(error);
    if (is_null) to = T{};
    else codec<T>::read(from, to);
}

template <class T>
void write(std::string& to, T const& from) {
    codec<T>::write(to, from);
}

/// The TypeScript spelling, for manifests.
template <class T>
std::string type_name() {
    return codec<std::remove_cvref_t<T>>::type_name();
}

// -- scalars --------------------------------------------------------------------------------------

template <>
struct codec<bool> {
    static void read(value& from, bool& to) {
        if (from.get_bool().get(to)) throw_mismatch("a boolean", from);
    }
    static void write(std::string& to, bool from) { to += from ? "true" : "false"; }
    static std::string type_name() { return "boolean"; }
};

template <std::integral T>
    requires(!std::same_as<T, bool>)
struct codec<T> {
    using wide = std::conditional_t<std::signed_integral<T>, std::int64_t, std::uint64_t>;
    static void read(value& from, T& to) {
        wide number;
        simdjson::error_code error;
        if constexpr (std::signed_integral<T>) error = from.get_int64().get(number);
        else error = from.get_uint64().get(number);
        if (error || !std::in_range<T>(number)) throw_mismatch(range(), from);
        to = static_cast<T>(number);
    }
    static void write(std::string& to, T from) { append_number(to, static_cast<wide>(from)); }
    static std::string type_name() { return "number"; }

private:
    static std::string range() {
        return "an integer from " + std::to_string(std::numeric_limits<T>::min()) + " to " +
               std::to_string(std::numeric_limits<T>::max());
    }
};

template <std::floating_point T>
struct codec<T> {
    static void read(value& from, T& to) {
        double number;
        if (from.get_double().get(number)) throw_mismatch("a number", from);
        to = static_cast<T>(number);
    }
    static void write(std::string& to, T from) { append_number(to, static_cast<double>(from)); }
    static std::string type_name() { return "number"; }
};

template <>
struct codec<std::string> {
    static void read(value& from, std::string& to) {
        std::string_view text;
        if (from.get_string().get(text)) throw_mismatch("a string", from);
        to = text;
    }
    static void write(std::string& to, std::string_view from) { append_json_string(to, from); }
    static std::string type_name() { return "string"; }
};

template <>
struct codec<std::string_view> {  // Written only: nobody would own what it views.
    static void write(std::string& to, std::string_view from) { append_json_string(to, from); }
    static std::string type_name() { return "string"; }
};

template <std::size_t N>
struct codec<char[N]> : codec<std::string_view> {};
template <>
struct codec<char const*> : codec<std::string_view> {};

template <>
struct codec<raw_json> {
    static void read(value& from, raw_json& to) {
        std::string_view text;
        if (const auto error = simdjson::to_json_string(from).get(text)) throw_broken(error);
        to.text = text;
    }
    static void write(std::string& to, raw_json const& from) { to += from.text; }
    static std::string type_name() { return "any"; }
};

template <class T>
struct codec<std::optional<T>> {
    static void read(value& from, std::optional<T>& to) { codec<T>::read(from, to.emplace()); }
    static void write(std::string& to, std::optional<T> const& from) {
        if (from) codec<T>::write(to, *from);
        else to += "null";
    }
    static std::string type_name() { return codec<T>::type_name() + " | null"; }
};

// -- arrays ---------------------------------------------------------------------------------------

/// Calls each(index, value) for every element; errors get the index into their path.
template <class Each>
void read_elements(value& from, Each&& each) {
    simdjson::ondemand::array elements;
    if (from.get_array().get(elements)) throw_mismatch("an array", from);
    std::size_t index = 0;
    for (auto element : elements) {
        value one;
        if (const auto error = element.get(one)) throw_broken(error);
        try {
            each(index, one);
        } catch (bad_value& problem) {
            problem.prepend('[' + std::to_string(index) + ']');
            throw;
        }
        ++index;
    }
}

template <class Range>
void write_elements(std::string& to, Range const& from) {
    to += '[';
    bool first = true;
    for (auto const& element : from) {
        if (!std::exchange(first, false)) to += ',';
        json::write(to, element);
    }
    to += ']';
}

template <class T>
concept sequence = requires(T range, typename T::value_type element) {
    range.insert(range.end(), element);
    range.begin();
}
&&!requires { typename T::mapped_type; }
&&!std::convertible_to<T, std::string_view>;

template <sequence T>
struct codec<T> {
    static void read(value& from, T& to) {
        to.clear();
        read_elements(from, [&](std::size_t, value& element) {
            typename T::value_type one{};
            json::read(element, one);
            to.insert(to.end(), std::move(one));
        });
    }
    static void write(std::string& to, T const& from) { write_elements(to, from); }
    static std::string type_name() {
        return "Array<" + json::type_name<typename T::value_type>() + ">";
    }
};

template <class T, std::size_t N>
struct codec<std::array<T, N>> {
    static void read(value& from, std::array<T, N>& to) {
        std::size_t count = 0;
        read_elements(from, [&](std::size_t index, value& element) {
            if (index >= N)
                throw bad_value{"expected " + std::to_string(N) + " elements, got more"};
            json::read(element, to[index]);
            ++count;
        });
        if (count != N)
            throw bad_value{"expected " + std::to_string(N) + " elements, got " +
                            std::to_string(count)};
    }
    static void write(std::string& to, std::array<T, N> const& from) { write_elements(to, from); }
    static std::string type_name() { return "Array<" + json::type_name<T>() + ">"; }
};

template <class Tuple>
struct tuple_codec {
    static constexpr std::size_t size = std::tuple_size_v<Tuple>;
    static void read(value& from, Tuple& to) {
        std::size_t count = 0;
        read_elements(from, [&](std::size_t index, value& element) {
            if (index < size)
                boost::mp11::mp_with_index<size>(
                    index, [&](auto i) { json::read(element, std::get<decltype(i)::value>(to)); });
            ++count;
        });
        if (count != size)
            throw bad_value{"expected " + std::to_string(size) + " elements, got " +
                            std::to_string(count)};
    }
    static void write(std::string& to, Tuple const& from) {
        to += '[';
        boost::mp11::mp_for_each<boost::mp11::mp_iota_c<size>>([&](auto i) {
            if (i != 0) to += ',';
            json::write(to, std::get<decltype(i)::value>(from));
        });
        to += ']';
    }
    static std::string type_name() {
        std::string names;
        boost::mp11::mp_for_each<boost::mp11::mp_iota_c<size>>([&](auto i) {
            if (i != 0) names += ", ";
            names += json::type_name<std::tuple_element_t<decltype(i)::value, Tuple>>();
        });
        return '[' + names + ']';
    }
};
template <class A, class B>
struct codec<std::pair<A, B>> : tuple_codec<std::pair<A, B>> {};
template <class First, class... Rest>
struct codec<std::tuple<First, Rest...>> : tuple_codec<std::tuple<First, Rest...>> {};

// -- objects --------------------------------------------------------------------------------------

/// Calls each(key, value) for every member; errors get the key into their path.
template <class Each>
void read_members(value& from, Each&& each) {
    simdjson::ondemand::object members;
    if (from.get_object().get(members)) throw_mismatch("an object", from);
    for (auto member : members) {
        simdjson::ondemand::field field;
        if (const auto error = std::move(member).get(field)) throw_broken(error);
        std::string_view key;
        if (const auto error = field.unescaped_key().get(key)) throw_broken(error);
        try {
            each(key, field.value());
        } catch (bad_value& problem) {
            problem.prepend('.' + std::string{key});
            throw;
        }
    }
}

template <class T>
concept string_map = requires {
    typename T::mapped_type;
}
&&std::same_as<typename T::key_type, std::string>;

template <string_map T>
struct codec<T> {
    static void read(value& from, T& to) {
        to.clear();
        read_members(from, [&](std::string_view key, value& member) {
            json::read(member, to[std::string{key}]);
        });
    }
    static void write(std::string& to, T const& from) {
        to += '{';
        bool first = true;
        for (auto const& [key, member] : from) {
            if (!std::exchange(first, false)) to += ',';
            append_json_string(to, key);
            to += ':';
            json::write(to, member);
        }
        to += '}';
    }
    static std::string type_name() {
        return "Record<string, " + json::type_name<typename T::mapped_type>() + ">";
    }
};

template <class T>
concept described =
    boost::describe::has_describe_members<T>::value && std::is_class_v<T> && !std::is_union_v<T>;

template <class T>
using members_of = boost::describe::describe_members<T, boost::describe::mod_public |
                                                            boost::describe::mod_inherited>;

template <described T>
struct codec<T> {
    static void read(value& from, T& to) {
        read_members(from, [&](std::string_view key, value& member) {
            boost::mp11::mp_for_each<members_of<T>>([&](auto one) {
                if (key == one.name) json::read(member, to.*one.pointer);
            });
        });
    }
    static void write(std::string& to, T const& from) {
        to += '{';
        bool first = true;
        boost::mp11::mp_for_each<members_of<T>>([&](auto one) {
            if (!std::exchange(first, false)) to += ',';
            to += '"';
            to += one.name;
            to += "\":";
            json::write(to, from.*one.pointer);
        });
        to += '}';
    }
    static std::string type_name() { return short_type_name(typeid(T)); }

private:
    static std::string short_type_name(std::type_info const& type) {
        const auto full = boost::core::demangle(type.name());
        const auto colon = full.rfind(':');
        return colon == std::string::npos ? full : full.substr(colon + 1);
    }
};

}  // namespace fairlead::json
