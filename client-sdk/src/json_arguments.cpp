// SPDX-License-Identifier: MIT
//
// json arguments — the array of a call, one element for each parameter.
#include <fairlead/json/arguments.hpp>

#include "json_document.hpp"

namespace fairlead::json::detail {

namespace {

/// Told before what is wrong with one of them.
void check_count(std::string_view text, std::string_view method, std::size_t expected) {
    document parsed{text};
    auto elements = parsed.array();
    std::size_t count = 0;
    if (const auto error = elements.count_elements().get(count)) throw_broken(error);
    if (count != expected)
        throw bad_value{"received " + std::to_string(count) + " arguments to method '" +
                        std::string{method} + "', expected " + std::to_string(expected)};
}

}  // namespace

void read_argument_list(std::string_view text, std::string_view method, std::size_t expected,
                        argument_reader read, void* arguments) {
    document parsed{text};
    std::size_t index = 0;
    for (auto element : parsed.array()) {
        simdjson::ondemand::value next;
        if (const auto error = element.get(next)) throw_broken(error);
        if (index == expected) check_count(text, method, expected);
        cursor one{next};
        try {
            read(arguments, index, one);
        } catch (bad_value& problem) {
            check_count(text, method, expected);
            problem.in_argument(index);
            throw;
        }
        ++index;
    }
    if (index != expected) check_count(text, method, expected);
    parsed.expect_end();
}

}  // namespace fairlead::json::detail
