// SPDX-License-Identifier: MIT
//
// json_figures — a JSON object of measured values, in the order they were added; no more digits
// than a measurement has.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::cli {

/// At most three decimals: "5.125", "17", "0.4"; "null" for what is no number.
std::string figure(double value);

class json_figures {
public:
    json_figures& add_flag(std::string_view key, bool value) {
        return add_raw(key, value ? "true" : "false");
    }
    json_figures& add(std::string_view key, double value) { return add_raw(key, figure(value)); }
    template <std::integral Number>
    json_figures& add(std::string_view key, Number value) {
        return add_raw(key, std::to_string(value));
    }
    json_figures& add(std::string_view key, std::string_view text);
    json_figures& add(std::string_view key, json_figures const& object) {
        return add_raw(key, object.text());
    }
    json_figures& add(std::string_view key, std::vector<json_figures> const& list);

    std::string text() const { return "{" + members_ + "}"; }

private:
    json_figures& add_raw(std::string_view key, std::string_view json);

    std::string members_;
};

}  // namespace fairlead::cli
