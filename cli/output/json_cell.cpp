// SPDX-License-Identifier: MIT
//
// json_cell — numbers and lists as JSON has them.
#include "cli/output/json_cell.hpp"

#include "cli/output/colours.hpp"

#include <boost/json/serialize.hpp>

#include <array>
#include <charconv>

namespace fairlead::cli {

std::string json_cell(boost::json::object const& from, std::string_view key) {
    auto const* value = from.if_contains({key.data(), key.size()});
    if (value == nullptr || value->is_null()) return "-";
    if (auto const* words = value->if_string())
        return words->empty() ? "-" : readable({words->data(), words->size()});
    if (auto const* number = value->if_double()) {
        std::array<char, 32> digits{};  // Boost.JSON writes 2.0 as 2E0.
        const auto end =
            std::to_chars(digits.begin(), digits.end(), *number, std::chars_format::general, 10);
        return {digits.data(), end.ptr};
    }
    return boost::json::serialize(*value);
}

}  // namespace fairlead::cli
