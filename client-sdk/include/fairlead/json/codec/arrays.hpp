// SPDX-License-Identifier: MIT
//
// codec of arrays — sequences, sets, arrays of a fixed size, spans, pairs and tuples.
#pragma once

#include <fairlead/json/codec/base.hpp>

#include <boost/mp11.hpp>

#include <array>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

namespace fairlead::json {

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

[[noreturn]] void throw_wrong_count(std::size_t expected, std::size_t came);

/// Each index below `size` once; throws bad_value where there are more elements, or fewer.
template <class Each>
void read_exactly(value& from, std::size_t size, Each&& each) {
    std::size_t count = 0;
    from.each_element([&](std::size_t index, value& element) {
        if (index < size) each(index, element);
        ++count;
    });
    if (count != size) throw_wrong_count(size, count);
}

template <class T>
std::string describe_array(catalogue& types) {
    return R"({"array":)" + json::describe<T>(types) + '}';
}

template <class T>
concept sequence = requires(T range, typename T::value_type element) {
    range.insert(range.end(), element);
    range.begin();
}
&&!requires { typename T::mapped_type; }
&&!std::convertible_to<T, std::string_view> && !converted<T>;

/// vector, deque, list, set, unordered_set … : what takes an element at its end.
template <sequence T>
struct codec<T> {
    static constexpr auto kinds = kinds_among(kind::array);
    static void read(value& from, T& to) {
        using element_type = typename T::value_type;
        to.clear();
        from.each_element([&](std::size_t, value& element) {
            if constexpr (requires {
                              { to.emplace_back() } -> std::same_as<element_type&>;
                          }) {
                json::read(element, to.emplace_back());
            } else {
                element_type one{};
                json::read(element, one);
                to.insert(to.end(), std::move(one));
            }
        });
    }
    static void write(std::string& to, T const& from) { write_elements(to, from); }
    static std::string describe(catalogue& types) {
        return describe_array<typename T::value_type>(types);
    }
};

template <class T, std::size_t N>
struct codec<std::array<T, N>> {
    static constexpr auto kinds = kinds_among(kind::array);
    static void read(value& from, std::array<T, N>& to) {
        read_exactly(from, N, [&](std::size_t i, value& element) { json::read(element, to[i]); });
    }
    static void write(std::string& to, std::array<T, N> const& from) { write_elements(to, from); }
    static std::string describe(catalogue& types) { return describe_array<T>(types); }
};

template <class T, std::size_t N>
struct codec<T[N]> {
    static constexpr auto kinds = kinds_among(kind::array);
    static void read(value& from, T (&to)[N]) {
        read_exactly(from, N, [&](std::size_t i, value& element) { json::read(element, to[i]); });
    }
    static void write(std::string& to, T const (&from)[N]) { write_elements(to, from); }
    static std::string describe(catalogue& types) { return describe_array<T>(types); }
};

template <class T, std::size_t N>
struct codec<std::span<T, N>> {
    static constexpr auto kinds = kinds_among(kind::array);
    static void write(std::string& to, std::span<T, N> from) { write_elements(to, from); }
    static std::string describe(catalogue& types) { return describe_array<T>(types); }
};

template <class Tuple>
struct tuple_codec {
    static constexpr auto kinds = kinds_among(kind::array);
    static constexpr std::size_t size = std::tuple_size_v<Tuple>;
    static void read(value& from, Tuple& to) {
        read_exactly(from, size, [&]([[maybe_unused]] std::size_t index, value& element) {
            if constexpr (size != 0)
                boost::mp11::mp_with_index<size>(
                    index, [&](auto i) { json::read(element, std::get<decltype(i)::value>(to)); });
        });
    }
    static void write(std::string& to, Tuple const& from) {
        to += '[';
        boost::mp11::mp_for_each<boost::mp11::mp_iota_c<size>>([&](auto i) {
            if (i != 0) to += ',';
            json::write(to, std::get<decltype(i)::value>(from));
        });
        to += ']';
    }
    static std::string describe(catalogue& types) {
        std::string words;
        boost::mp11::mp_for_each<boost::mp11::mp_iota_c<size>>([&](auto i) {
            if (i != 0) words += ',';
            words += json::describe<std::tuple_element_t<decltype(i)::value, Tuple>>(types);
        });
        return R"({"tuple":[)" + words + "]}";
    }
};
template <class A, class B>
struct codec<std::pair<A, B>> : tuple_codec<std::pair<A, B>> {};
template <class... Parts>
struct codec<std::tuple<Parts...>> : tuple_codec<std::tuple<Parts...>> {};

}  // namespace fairlead::json
