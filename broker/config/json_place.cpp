// SPDX-License-Identifier: MIT
//
// json_place — the kinds of values that wails.json has.
#include "broker/config/json_place.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <utility>

namespace fairlead::broker::config {

namespace dom = simdjson::dom;

namespace {

struct unit {
    std::string_view name;
    double worth;
};

/// "1.5s": the number and what its unit is worth; nothing if either is not there.
std::optional<double> measured(std::string_view text, std::span<unit const> units) {
    double number = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (bad != std::errc{} || number < 0 || !std::isfinite(number)) return std::nullopt;
    const std::string_view rest{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    for (auto const& one : units)
        if (one.name == rest) return number * one.worth;
    return std::nullopt;
}

double quantity_of(dom::element value, json_place const& where, std::span<unit const> units,
                   double most, std::string_view expected) {
    std::string_view text;
    double number = -1;
    if (value.is_number()) number = value.get<double>().value();
    else if (value.get(text) == simdjson::SUCCESS) number = measured(text, units).value_or(-1);
    if (number < 0 || number > most) where.complain(expected);
    return number;
}

}  // namespace

void json_place::complain(std::string_view what) const {
    throw config_error{file + ": " + (key.empty() ? "" : key + ": ") + std::string{what}};
}

json_place json_place::operator/(std::string_view child) const {
    return {file, key.empty() ? std::string{child} : key + "." + std::string{child}};
}

json_place json_place::operator[](std::size_t index) const {
    return {file, key + "[" + std::to_string(index) + "]"};
}

std::optional<dom::element> member(dom::object object, std::string_view key) {
    dom::element found;
    if (object[key].get(found) != simdjson::SUCCESS || found.is_null()) return std::nullopt;
    return found;
}

std::string text_of(dom::element value, json_place const& where) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) where.complain("must be a string");
    if (text.find('\0') != text.npos) where.complain("must not contain NUL");
    return std::string{text};
}

dom::object object_of(dom::element value, json_place const& where) {
    dom::object object;
    if (value.get(object) != simdjson::SUCCESS) where.complain("must be an object");
    return object;
}

dom::array array_of(dom::element value, json_place const& where) {
    dom::array array;
    if (value.get(array) != simdjson::SUCCESS) where.complain("must be an array");
    return array;
}

std::vector<std::string> texts_of(dom::element value, json_place const& where) {
    std::vector<std::string> all;
    for (auto one : array_of(value, where)) all.push_back(text_of(one, where[all.size()]));
    return all;
}

bool truth_of(dom::element value, json_place const& where) {
    bool truth = false;
    if (value.get(truth) != simdjson::SUCCESS) where.complain("must be true or false");
    return truth;
}

std::uint64_t count_of(dom::element value, json_place const& where) {
    std::uint64_t count = 0;
    if (value.get(count) != simdjson::SUCCESS || count == 0)
        where.complain("must be a whole number above 0");
    return count;
}

std::chrono::milliseconds time_of(dom::element value, json_place const& where) {
    constexpr std::array<unit, 3> units{{{"ms", 1}, {"s", 1'000}, {"m", 60'000}}};
    constexpr double day = 24 * 60 * 60'000;
    return std::chrono::milliseconds{
        std::llround(quantity_of(value, where, units, day,
                                 "must be milliseconds, or a text such as \"1.5s\", below a day"))};
}

std::uint64_t bytes_of(dom::element value, json_place const& where) {
    constexpr std::array<unit, 4> units{
        {{"", 1}, {"KiB", 1u << 10}, {"MiB", 1u << 20}, {"GiB", 1u << 30}}};
    return static_cast<std::uint64_t>(std::llround(quantity_of(
        value, where, units, 1e15, "must be a number of bytes, or a text such as \"256MiB\"")));
}

std::string required_text(dom::object object, std::string_view key, json_place const& where) {
    const auto value = member(object, key);
    if (!value) (where / key).complain("is missing");
    auto text = text_of(*value, where / key);
    if (text.empty()) (where / key).complain("must not be empty");
    return text;
}

}  // namespace fairlead::broker::config
