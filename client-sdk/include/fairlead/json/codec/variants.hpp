// SPDX-License-Identifier: MIT
//
// codec of variants — the alternative's own JSON, without a tag: it is told by its kind (a string,
// a number …), described structs by the names of their members. What cannot be told apart is
// refused by the compiler.
#pragma once

#include <fairlead/json/codec/structs.hpp>

#include <array>
#include <span>
#include <string_view>
#include <variant>

namespace fairlead::json {

template <>
struct codec<std::monostate> {
    static constexpr auto kinds = kinds_among(kind::null);
    static void read(value& from, std::monostate&) {
        if (!from.is_null()) from.mismatch("null");
    }
    static void write(std::string& to, std::monostate) { to += "null"; }
    static std::string describe(catalogue&) { return R"("void")"; }
};

struct member_trait {
    std::string_view name;
    bool may_be_missing;
};
struct alternative {
    kind_set kinds;
    std::span<member_trait const> members;  ///< Of a described struct.
    std::type_info const* type;
};
/// Which of them `from` is. Throws bad_value.
std::size_t alternative_of(value& from, std::span<alternative const> all);

namespace detail {

template <class T>
inline constexpr auto member_traits = [] {
    if constexpr (described<T>) {
        std::array<member_trait, boost::mp11::mp_size<members_of<T>>::value> table{};
        std::size_t next = 0;
        boost::mp11::mp_for_each<members_of<T>>([&](auto one) {
            using type = typename member_codec<T, decltype(one)::pointer>::type;
            table[next++] = {one.name, may_be_missing<type>};
        });
        return table;
    } else {
        return std::array<member_trait, 0>{};
    }
}();

/// Some member of A is none of B.
template <class A, class B>
constexpr bool has_own_member() {
    for (auto const& mine : member_traits<A>) {
        bool is_shared = false;
        for (auto const& other : member_traits<B>) is_shared |= mine.name == other.name;
        if (!is_shared) return true;
    }
    return false;
}

template <class A, class B>
constexpr bool can_be_told_apart() {
    if ((kinds_of<A>() & kinds_of<B>()) == 0) return true;
    if constexpr (described<A> && described<B>)
        return has_own_member<A, B>() || has_own_member<B, A>();
    return false;
}

/// Its name shows up in the compiler's error, with both culprits.
template <class A, class B>
struct alternatives {
    static_assert(can_be_told_apart<A, B>(),
                  "JSON cannot tell these two alternatives of a variant apart: both are written as "
                  "the same kind of value; use two structs whose members have different names");
    static constexpr bool are_checked = true;
};

template <class First, class... Rest>
constexpr bool check_alternatives() {
    if constexpr (sizeof...(Rest) == 0) return true;
    else return (alternatives<First, Rest>::are_checked && ...) && check_alternatives<Rest...>();
}

}  // namespace detail

template <class... Types>
struct codec<std::variant<Types...>> {
    static_assert(detail::check_alternatives<Types...>());
    using variant = std::variant<Types...>;
    static constexpr auto kinds = (kinds_of<Types>() | ...);

    static void read(value& from, variant& to) {
        static const std::array<alternative, sizeof...(Types)> all{
            alternative{kinds_of<Types>(), detail::member_traits<Types>, &typeid(Types)}...};
        boost::mp11::mp_with_index<sizeof...(Types)>(alternative_of(from, all), [&](auto i) {
            json::read(from, to.template emplace<decltype(i)::value>());
        });
    }
    static void write(std::string& to, variant const& from) {
        std::visit([&](auto const& held) { json::write(to, held); }, from);
    }
    static std::string describe(catalogue& types) {
        std::string words;
        (add<Types>(words, types), ...);
        const auto all = R"({"union":[)" + words + "]}";
        return (std::same_as<Types, std::monostate> || ...) ? R"({"optional":)" + all + '}' : all;
    }

private:
    template <class T>
    static void add(std::string& words, catalogue& types) {
        if constexpr (!std::same_as<T, std::monostate>)
            (words += words.empty() ? "" : ",") += json::describe<T>(types);
    }
};

}  // namespace fairlead::json
