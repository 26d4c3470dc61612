// SPDX-License-Identifier: MIT
//
// codec of structs — described ones, as objects. Members that do not come keep what they have from
// the constructor, members that nobody knows are passed over.
#pragma once

#include <fairlead/json/codec/base.hpp>
#include <fairlead/json/codec/maybe.hpp>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <array>
#include <span>
#include <string_view>
#include <type_traits>

namespace fairlead::json {

template <class T>
concept described =
    boost::describe::has_describe_members<T>::value && std::is_class_v<T> && !std::is_union_v<T> &&
    !converted<T>;

template <class T>
using members_of = boost::describe::describe_members<T, boost::describe::mod_public |
                                                            boost::describe::mod_inherited>;

/// One member, by its name in C++: errors of the compiler show it.
template <class Struct, auto Member>
struct member_codec {
    using type = std::remove_reference_t<decltype(std::declval<Struct&>().*Member)>;
    static_assert(has_codec<type>,
                  "this member has a type without JSON: describe that with BOOST_DESCRIBE_STRUCT, "
                  "specialise fairlead::json::converter for it, or leave the member out of the "
                  "description");
    static void read(value& from, void* to) { json::read(from, static_cast<Struct*>(to)->*Member); }
    static void write(std::string& to, Struct const& from) { json::write(to, from.*Member); }
};

struct member_reader {
    std::string_view name;
    void (*read)(value& from, void* to);
};
void read_object(value& from, std::span<member_reader const> members, void* to);

namespace detail {

/// `,"name":`
template <class Descriptor>
inline constexpr auto key_text = [] {
    constexpr auto length = std::string_view{Descriptor::name}.size();
    std::array<char, length + 4> text{',', '"'};
    for (std::size_t i = 0; i < length; ++i) text[i + 2] = Descriptor::name[i];
    text[length + 2] = '"';
    text[length + 3] = ':';
    return text;
}();

template <class T>
inline constexpr auto member_readers = [] {
    std::array<member_reader, boost::mp11::mp_size<members_of<T>>::value> table{};
    std::size_t next = 0;
    boost::mp11::mp_for_each<members_of<T>>([&](auto one) {
        table[next++] = {one.name, &member_codec<T, decltype(one)::pointer>::read};
    });
    return table;
}();

template <class T>
inline constexpr auto member_descriptions = [] {
    std::array<catalogue::member, boost::mp11::mp_size<members_of<T>>::value> table{};
    std::size_t next = 0;
    boost::mp11::mp_for_each<members_of<T>>([&](auto one) {
        using type = typename member_codec<T, decltype(one)::pointer>::type;
        table[next++] = {one.name, &json::describe<type>};
    });
    return table;
}();

}  // namespace detail

template <described T>
struct codec<T> {
    static constexpr auto kinds = kinds_among(kind::object);
    static void read(value& from, T& to) { read_object(from, detail::member_readers<T>, &to); }
    static void write(std::string& to, T const& from) {
        to += '{';
        std::size_t skipped = 1;  // The first member has no comma.
        boost::mp11::mp_for_each<members_of<T>>([&](auto one) {
            constexpr auto const& key = detail::key_text<decltype(one)>;
            to.append(key.data() + skipped, key.size() - skipped);
            skipped = 0;
            member_codec<T, decltype(one)::pointer>::write(to, from);
        });
        to += '}';
    }
    static std::string describe(catalogue& types) {
        return types.object(typeid(T), detail::member_descriptions<T>);
    }
};

}  // namespace fairlead::json
