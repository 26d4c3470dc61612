// SPDX-License-Identifier: MIT
//
// arguments — a JSON array text into a tuple of C++ values, with errors that say which argument.
#pragma once

#include <fairlead/json/codec.hpp>

namespace fairlead::json {

namespace detail {

using argument_reader = void (*)(void* arguments, std::size_t index, value& from);
/// Throws bad_value.
void read_argument_list(std::string_view text, std::string_view method, std::size_t expected,
                        argument_reader read, void* arguments);

}  // namespace detail

/// `method` is named in the count's error, in the words that Wails uses.
template <class Tuple>
Tuple read_arguments(std::string_view text, std::string_view method) {
    constexpr auto size = std::tuple_size_v<Tuple>;
    Tuple arguments{};
    const auto read_one = [](void* to, std::size_t index, value& from) {
        if constexpr (size != 0)
            boost::mp11::mp_with_index<size>(index, [&](auto i) {
                json::read(from, std::get<decltype(i)::value>(*static_cast<Tuple*>(to)));
            });
    };
    detail::read_argument_list(text, method, size, read_one, &arguments);
    return arguments;
}

/// One value, as the result of a call. Throws bad_value.
template <class T>
T read_result(std::string_view text) {
    // As the only one of an array: simdjson treats a value at the root as another kind of thing.
    std::string wrapped;
    wrapped.reserve(text.size() + 2);
    wrapped.append("[").append(text).append("]");
    return std::get<0>(read_arguments<std::tuple<T>>(wrapped, "result"));
}

/// `[a,b,…]`
template <class... Values>
std::string write_arguments(Values const&... values) {
    std::string text = "[";
    [[maybe_unused]] bool first = true;
    ((text += std::exchange(first, false) ? "" : ",", json::write(text, values)), ...);
    text += ']';
    return text;
}

}  // namespace fairlead::json
