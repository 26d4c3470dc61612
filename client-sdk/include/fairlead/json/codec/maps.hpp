// SPDX-License-Identifier: MIT
//
// codec of maps — objects. Keys that are no strings are written as text, for JSON has no others.
#pragma once

#include <fairlead/json/codec/enums.hpp>
#include <fairlead/json/codec/text.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace fairlead::json {

template <class Key>
struct key_codec;

template <>
struct key_codec<std::string> {
    static std::string read(std::string_view key) { return std::string{key}; }
    static void write(std::string& to, std::string_view key) { append_json_string(to, key); }
};

/// All 64 bits: a text loses none.
template <integer Key>
struct key_codec<Key> {
    static Key read(std::string_view key) {
        typename codec<Key>::wide number = 0;
        parse_integer(key, number);
        if (!std::in_range<Key>(number))
            throw bad_value{"expected a key from " +
                            std::to_string(std::numeric_limits<Key>::min()) + " to " +
                            std::to_string(std::numeric_limits<Key>::max())};
        return static_cast<Key>(number);
    }
    static void write(std::string& to, Key key) {
        append_number(to += '"', static_cast<typename codec<Key>::wide>(key));
        to += '"';
    }
};

template <described_enum Key>
struct key_codec<Key> {
    static Key read(std::string_view key) {
        return static_cast<Key>(enumerator_named(key, enumerators_of<Key>));
    }
    static void write(std::string& to, Key key) { codec<Key>::write(to, key); }
};

template <class T>
concept json_map = requires(T map, typename T::key_type key) {
    typename T::mapped_type;
    map[key];
}
&&!converted<T>;

template <json_map T>
struct codec<T> {
    using keys = key_codec<typename T::key_type>;
    static constexpr auto kinds = kinds_among(kind::object);
    static_assert(
        requires { sizeof(keys); },
        "the keys of a JSON object are texts: std::string, integers, described enums");

    static void read(value& from, T& to) {
        to.clear();
        from.each_member(
            [&](std::string_view key, value& member) { json::read(member, to[keys::read(key)]); });
    }
    static void write(std::string& to, T const& from) {
        to += '{';
        bool first = true;
        for (auto const& [key, member] : from) {
            if (!std::exchange(first, false)) to += ',';
            keys::write(to, key);
            to += ':';
            json::write(to, member);
        }
        to += '}';
    }
    static std::string describe(catalogue& types) {
        return R"({"record":)" + json::describe<typename T::mapped_type>(types) + '}';
    }
};

}  // namespace fairlead::json
