// SPDX-License-Identifier: MIT
//
// config_section — simdjson's values with sentences for people.
#include "webview-host/config/config_section.hpp"

#include <cstdio>
#include <utility>

namespace fairlead::host {
namespace {

std::string plain(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

}  // namespace

config_section config_section::below(std::string_view key) const {
    const auto found = find(key);
    if (!found) return config_section{*this, key};
    if (!found->is_object()) fail(key, "must be an object");
    return {*found, file_, path_of(key)};
}

bool config_section::text(std::string_view key, std::string& to) const {
    const auto found = find(key);
    std::string_view value;
    if (!found) return false;
    if (found->get(value)) fail(key, "must be a text");
    if (value.find('\0') != value.npos) fail(key, "must not contain NUL");
    to = value;
    return true;
}

bool config_section::flag(std::string_view key, bool& to) const {
    const auto found = find(key);
    if (!found) return false;
    if (found->get(to)) fail(key, "must be true or false");
    return true;
}

bool config_section::texts(std::string_view key, std::vector<std::string>& to) const {
    const auto found = find(key);
    if (!found) return false;
    simdjson::dom::array list;
    if (found->get(list)) fail(key, "must be a list of texts");
    to.clear();
    for (const auto one : list) {
        std::string_view value;
        if (one.get(value)) fail(key, "must be a list of texts");
        to.emplace_back(value);
    }
    return true;
}

bool config_section::fraction(std::string_view key, double min, double max, double& to) const {
    const auto found = find(key);
    double value = 0;
    if (!found) return false;
    if (found->get(value) || value < min || value > max)
        fail(key, "must be a number from " + plain(min) + " to " + plain(max));
    to = value;
    return true;
}

bool config_section::whole(std::string_view key, std::int64_t min, std::int64_t max,
                           std::int64_t& to) const {
    const auto found = find(key);
    std::int64_t value = 0;
    if (!found) return false;
    if (found->get(value) || value < min || value > max)
        fail(key,
             "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    to = value;
    return true;
}

void config_section::fail(std::string_view key, std::string const& what) const {
    throw config_error{file_ + ": " + path_of(key) + ": " + what};
}

std::string config_section::path_of(std::string_view key) const {
    return path_.empty() ? std::string{key} : path_ + "." + std::string{key};
}

std::optional<simdjson::dom::element> config_section::find(std::string_view key) const {
    simdjson::dom::element found;
    if (!object_ || object_->at_key(key).get(found) || found.is_null()) return std::nullopt;
    return found;
}

}  // namespace fairlead::host
