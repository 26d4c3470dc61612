// SPDX-License-Identifier: MIT
//
// json_figures — fixed point, without the zeros at the end.
#include "cli/output/json_figures.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace fairlead::cli {

std::string figure(double value) {
    if (!std::isfinite(value)) return "null";
    std::array<char, 512> digits;  // The largest double has 309 before the point.
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                   std::chars_format::fixed, 3)
                         .ptr;
    std::string text{digits.data(), end};
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text == "-0" ? "0" : text;
}

json_figures& json_figures::add(std::string_view key, std::string_view text) {
    std::string quoted;
    append_json_string(quoted, text);
    return add_raw(key, quoted);
}

json_figures& json_figures::add(std::string_view key, std::vector<json_figures> const& list) {
    std::string all = "[";
    for (auto const& one : list) {
        if (all.size() > 1) all += ',';
        all += one.text();
    }
    return add_raw(key, all + "]");
}

json_figures& json_figures::add_raw(std::string_view key, std::string_view json) {
    if (!members_.empty()) members_ += ',';
    append_json_string(members_, key);
    members_.append(":").append(json);
    return *this;
}

}  // namespace fairlead::cli
