// SPDX-License-Identifier: MIT
//
// arguments — a JSON array text into a tuple of C++ values, with errors that say which argument.
#pragma once

#include <fairlead/json/codec.hpp>

namespace fairlead::json {

/// Parses text that may not be padded and may not hold still: works on a private copy, which it
/// keeps for the next text. One for each thread.
class document {
public:
    static document& of_this_thread();
    /// Valid until the next call. Throws bad_value.
    simdjson::ondemand::document parse(std::string_view text);

private:
    simdjson::ondemand::parser parser_;
    std::string copy_;
};

/// `method` is named in the count's error, in the words that Wails uses.
template <class Tuple>
Tuple read_arguments(std::string_view text, std::string_view method) {
    auto parsed = document::of_this_thread().parse(text);
    simdjson::ondemand::array array;
    if (const auto error = parsed.get_array().get(array)) throw_broken(error);
    std::size_t count = 0;
    if (const auto error = array.count_elements().get(count)) throw_broken(error);
    constexpr auto expected = std::tuple_size_v<Tuple>;
    if (count != expected)
        throw bad_value{"received " + std::to_string(count) + " arguments to method '" +
                        std::string{method} + "', expected " + std::to_string(expected)};
    Tuple arguments{};
    if constexpr (expected != 0) {
        std::size_t index = 0;
        for (auto element : array) {
            value one;
            if (const auto error = element.get(one)) throw_broken(error);
            try {
                boost::mp11::mp_with_index<expected>(
                    index, [&](auto i) { read(one, std::get<decltype(i)::value>(arguments)); });
            } catch (bad_value& problem) {
                problem.prepend("argument " + std::to_string(index + 1));
                throw;
            }
            ++index;
        }
    }
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
