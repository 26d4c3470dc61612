// SPDX-License-Identifier: MIT
//
// codec of enums — described ones, as the text of the enumerator.
#pragma once

#include <fairlead/json/codec/base.hpp>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace fairlead::json {

struct enumerator {
    std::string_view name;
    long long value;
};
/// Throws bad_value, with all names that would do.
long long enumerator_named(std::string_view name, std::span<enumerator const> all);
/// The first with that value. Throws not_encodable.
std::string_view name_of_enumerator(long long value, std::span<enumerator const> all,
                                    std::type_info const& type);

template <class T>
inline constexpr bool is_described_enum = boost::describe::has_describe_enumerators<T>::value;

template <class T>
concept described_enum = std::is_enum_v<T> && is_described_enum<T>;

template <described_enum T>
inline constexpr auto enumerators_of = [] {
    using all = boost::describe::describe_enumerators<T>;
    std::array<enumerator, boost::mp11::mp_size<all>::value> table{};
    std::size_t next = 0;
    boost::mp11::mp_for_each<all>([&](auto one) {
        table[next++] = {one.name, static_cast<long long>(one.value)};
    });
    return table;
}();

template <class T>
concept any_enum = std::is_enum_v<T> && !std::same_as<T, std::byte> && !converted<T>;

template <any_enum T>
struct codec<T> {
    static_assert(is_described_enum<T>,
                  "an enum travels as the text of its enumerator: name them all in "
                  "BOOST_DESCRIBE_ENUM(Enum, first, second), which stands behind the enum");
    static constexpr auto kinds = kinds_among(kind::string);

    static void read(value& from, T& to) requires described_enum<T> {
        to = static_cast<T>(
            enumerator_named(from.string("the text of an enumerator"), enumerators_of<T>));
    }
    static void write(std::string& to, T from) requires described_enum<T> {
        to += '"';
        to += name_of_enumerator(static_cast<long long>(from), enumerators_of<T>, typeid(T));
        to += '"';
    }
    static std::string describe(catalogue& types) requires described_enum<T> {
        std::array<std::string_view, enumerators_of<T>.size()> names;
        for (std::size_t i = 0; i < names.size(); ++i) names[i] = enumerators_of<T>[i].name;
        return types.enumeration(typeid(T), names);
    }
};

}  // namespace fairlead::json
