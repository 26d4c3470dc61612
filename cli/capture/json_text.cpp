// SPDX-License-Identifier: MIT
//
// json_text — Boost.JSON with a depth of our own.
#include "cli/capture/json_text.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace fairlead::cli::capture {
namespace {

namespace json = boost::json;

void write(std::string& to, json::value const& value) {
    if (auto const* object = value.if_object()) {
        std::vector<json::key_value_pair const*> members;
        for (auto const& one : *object) members.push_back(&one);
        std::ranges::sort(members, {}, [](auto const* one) { return one->key(); });
        to += '{';
        for (auto const* one : members) {
            if (to.back() != '{') to += ',';
            to += json::serialize(json::string{one->key()});
            to += ':';
            write(to, one->value());
        }
        to += '}';
    } else if (auto const* array = value.if_array()) {
        to += '[';
        for (auto const& one : *array) {
            if (&one != array->data()) to += ',';
            write(to, one);
        }
        to += ']';
    } else if (value.is_double() && std::floor(value.get_double()) == value.get_double() &&
               std::abs(value.get_double()) < 1e15) {
        to += std::to_string(static_cast<std::int64_t>(value.get_double()));  // 1.0 is 1.
    } else {
        to += json::serialize(value);
    }
}

}  // namespace

std::optional<json::value> parsed(std::string_view text, std::size_t depth) {
    json::parse_options options;
    options.max_depth = depth;
    boost::system::error_code failed;
    auto value = json::parse({text.data(), text.size()}, failed, {}, options);
    if (failed) return std::nullopt;
    return value;
}

std::string canonical(json::value const& value) {
    std::string made;
    write(made, value);
    return made;
}

}  // namespace fairlead::cli::capture
