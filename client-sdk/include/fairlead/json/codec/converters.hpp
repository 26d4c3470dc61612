// SPDX-License-Identifier: MIT
//
// codec of converters — types that travel as another type, by json::converter.
#pragma once

#include <fairlead/json/codec/base.hpp>

#include <exception>
#include <string>
#include <string_view>

namespace fairlead::json {

template <converted T>
struct codec<T> {
    using given = std::remove_cvref_t<decltype(converter<T>::to_json(std::declval<T const&>()))>;
    using other = std::conditional_t<std::same_as<given, std::string_view>, std::string, given>;
    static constexpr auto kinds = kinds_of<other>();

    static void read(value& from, T& to) {
        other one{};
        json::read(from, one);
        try {
            to = converter<T>::from_json(std::move(one));
        } catch (bad_value const&) {
            throw;
        } catch (std::exception const& problem) {
            throw bad_value{problem.what()};
        }
    }
    static void write(std::string& to, T const& from) {
        json::write(to, converter<T>::to_json(from));
    }
    static std::string describe(catalogue& types) { return json::describe<other>(types); }
};

}  // namespace fairlead::json
