// SPDX-License-Identifier: MIT
//
// json_place — a value of wails.json and the way to it, so that every complaint says file, key and
// what was expected.
#pragma once

#include "broker/config/app_config.hpp"

#include <simdjson.h>

#include <chrono>
#include <cstdint>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::config {

struct json_place {
    std::string const& file;
    std::string key;

    [[noreturn]] void complain(std::string_view what) const;
    json_place operator/(std::string_view child) const;
    json_place operator[](std::size_t index) const;
};

/// Null counts as absent.
std::optional<simdjson::dom::element> member(simdjson::dom::object object, std::string_view key);

std::string text_of(simdjson::dom::element value, json_place const& where);
std::string required_text(simdjson::dom::object object, std::string_view key,
                          json_place const& where);
simdjson::dom::object object_of(simdjson::dom::element value, json_place const& where);
simdjson::dom::array array_of(simdjson::dom::element value, json_place const& where);
std::vector<std::string> texts_of(simdjson::dom::element value, json_place const& where);
bool truth_of(simdjson::dom::element value, json_place const& where);
std::uint64_t count_of(simdjson::dom::element value, json_place const& where);

/// `1500` (milliseconds), "250ms", "1.5s", "2m".
std::chrono::milliseconds time_of(simdjson::dom::element value, json_place const& where);

/// `4096`, "512KiB", "256MiB", "2GiB".
std::uint64_t bytes_of(simdjson::dom::element value, json_place const& where);

}  // namespace fairlead::broker::config
