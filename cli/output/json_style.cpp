// SPDX-License-Identifier: MIT
//
// json_style — Boost.JSON for `short`; indentation is a walk over the text.
#include "cli/output/json_style.hpp"

#include <boost/json.hpp>

namespace fairlead::cli {
namespace {

void indent(std::string& to, boost::json::value const& value, std::size_t depth) {
    const auto line = [&](std::size_t level) { to.append(1, '\n').append(level * 2, ' '); };
    if (auto const* object = value.if_object(); object != nullptr && !object->empty()) {
        to += '{';
        bool first = true;
        for (auto const& [key, member] : *object) {
            if (!std::exchange(first, false)) to += ',';
            line(depth + 1);
            to += boost::json::serialize(boost::json::string{key}) + ": ";
            indent(to, member, depth + 1);
        }
        line(depth);
        to += '}';
    } else if (auto const* array = value.if_array(); array != nullptr && !array->empty()) {
        to += '[';
        bool first = true;
        for (auto const& element : *array) {
            if (!std::exchange(first, false)) to += ',';
            line(depth + 1);
            indent(to, element, depth + 1);
        }
        line(depth);
        to += ']';
    } else {
        to += boost::json::serialize(value);
    }
}

}  // namespace

std::string styled(std::string_view json, json_style style) {
    if (style == json_style::off) return std::string{json};
    boost::system::error_code failed;
    const auto value = boost::json::parse({json.data(), json.size()}, failed);
    if (failed) return std::string{json};  // As it is: hiding it would help nobody.
    if (style == json_style::short_) return boost::json::serialize(value);
    std::string text;
    indent(text, value, 0);
    return text;
}

bool is_json(std::string_view text) {
    boost::system::error_code failed;
    boost::json::parse({text.data(), text.size()}, failed);
    return !failed;
}

}  // namespace fairlead::cli
