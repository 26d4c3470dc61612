// SPDX-License-Identifier: MIT
//
// codec base — what a codec is, and the one way in which all are asked.
//
// codec<T> may have: read(value&, T&), write(std::string&, T const&), describe(catalogue&), which
// returns the manifest's word for T, and `kinds`, the kinds of JSON that it reads.
#pragma once

#include <fairlead/json/catalogue.hpp>
#include <fairlead/json/value.hpp>

#include <concepts>
#include <string>
#include <type_traits>

namespace fairlead::json {

template <class T>
struct codec;

/// The short way for a type of your own that travels as another one. Specialise it with
///
///   static Other to_json(T const&);
///   static T from_json(Other);       // What it throws becomes an error that says where.
template <class T>
struct converter;

template <class T>
concept converted = requires(T const& from) {
    converter<T>::to_json(from);
};

template <class T>
concept has_codec = requires {
    sizeof(codec<T>);
};
template <class T>
concept readable = requires(value& from, T& to) {
    codec<T>::read(from, to);
};
template <class T>
concept writable = requires(std::string& to, T const& from) {
    codec<T>::write(to, from);
};

/// What gives nothing back.
template <>
struct codec<void> {
    static std::string describe(catalogue&) { return R"("void")"; }
};

// -- kinds of JSON, for what must be told apart by them -------------------------------------------

using kind_set = unsigned;

constexpr kind_set kinds_among(std::same_as<kind> auto... kinds) {
    return (0u | ... | (1u << static_cast<unsigned>(kinds)));
}

/// Of a type that does not say: any.
template <class T>
constexpr kind_set kinds_of() {
    if constexpr (requires { codec<T>::kinds; }) return codec<T>::kinds;
    else
        return kinds_among(kind::null, kind::boolean, kind::number, kind::string, kind::array,
                           kind::object);
}

// -- the way in -----------------------------------------------------------------------------------

/// Throws bad_value. A type that has no null of its own reads null as its empty value, as front
/// ends of Wails expect.
template <class T>
void read(value& from, T& to) {
    static_assert(has_codec<T>, "this type has no JSON: describe it with BOOST_DESCRIBE_STRUCT or "
                                "specialise fairlead::json::converter for it");
    if constexpr (has_codec<T>) {
        static_assert(readable<T>, "this type is only written, for nobody would own what it views: "
                                   "take std::string, std::vector or another one that owns");
        if constexpr ((kinds_of<T>() & kinds_among(kind::null)) == 0) {
            if (from.is_null()) {
                if constexpr (std::is_array_v<T>)
                    for (auto& each : to) each = {};
                else to = T{};
                return;
            }
        }
        if constexpr (readable<T>) codec<T>::read(from, to);
    }
}

/// Throws not_encodable.
template <class T>
void write(std::string& to, T const& from) {
    static_assert(has_codec<T>, "this type has no JSON: describe it with BOOST_DESCRIBE_STRUCT or "
                                "specialise fairlead::json::converter for it");
    if constexpr (has_codec<T>) {
        static_assert(writable<T>, "this type's codec has no `write`");
        if constexpr (writable<T>) codec<T>::write(to, from);
    }
}

/// The manifest's word for T, as JSON; named types go into the catalogue.
template <class T>
std::string describe(catalogue& types) {
    using plain = std::remove_cvref_t<T>;
    if constexpr (requires { codec<plain>::describe(types); }) return codec<plain>::describe(types);
    else return R"("any")";
}

}  // namespace fairlead::json
