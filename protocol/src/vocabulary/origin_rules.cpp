// SPDX-License-Identifier: MIT
//
// origin_rules — addresses and patterns are cut into the same parts, and those compared one by one.
#include <fairlead/vocabulary/origin_rules.hpp>

#include <algorithm>
#include <utility>

namespace fairlead {
namespace {

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

/// What is between the separators, and the separators: "https", "://", "a", ".", "org", ":", "8".
std::vector<std::string_view> parts_of(std::string_view origin) {
    std::vector<std::string_view> parts;
    const auto scheme = origin.find("://");
    if (scheme == origin.npos) return parts;
    parts.push_back(origin.substr(0, scheme));
    auto rest = origin.substr(scheme + 3);
    for (;;) {
        const auto end = std::min(rest.find_first_of(".:"), rest.size());
        parts.push_back(rest.substr(0, end));
        if (end == rest.size()) return parts;
        parts.push_back(rest.substr(end, 1));
        rest.remove_prefix(end + 1);
    }
}

}  // namespace

std::string origin_of(std::string_view url) {
    if (url.find("://") == url.npos) return {};
    const auto text =
        lower(url.substr(0, std::min(url.find_first_of("/?#", url.find("://") + 3), url.size())));
    if (!text.starts_with("http://") && !text.starts_with("https://")) return {};
    const auto host = text.substr(text.find("://") + 3);
    const bool is_plain = !host.empty() && std::ranges::all_of(host, [](char c) {
        return is_host_character(c) || c == ':';  // No user names, no brackets, nothing escaped.
    });
    return is_plain ? text : std::string{};
}

bool is_origin_pattern(std::string_view text) {
    const auto scheme = text.find("://");
    if (scheme == text.npos) return false;
    const auto name = text.substr(0, scheme);
    if (name != "http" && name != "https") return false;
    bool in_port = false;
    for (auto const part : parts_of(text.substr(0))) {
        if (part == name || part == ".") continue;
        if (part == ":") {
            if (std::exchange(in_port, true)) return false;
            continue;
        }
        if (part == "*") continue;
        if (part.empty() || !std::ranges::all_of(part, is_host_character)) return false;
        if (in_port && part.find_first_not_of("0123456789") != part.npos) return false;
    }
    return true;
}

bool may_meet(std::string_view pattern, std::string_view other) {
    return std::ranges::equal(parts_of(pattern), parts_of(other), [](auto one, auto two) {
        return one == two || (one == "*" && !two.empty()) || (two == "*" && !one.empty());
    });
}

origin_rules::origin_rules(std::vector<std::string> patterns) : patterns_{std::move(patterns)} {}

bool origin_rules::allows(std::string_view url) const {
    const auto origin = origin_of(url);
    const auto asked = parts_of(origin);
    return !origin.empty() && std::ranges::any_of(patterns_, [&](std::string const& pattern) {
        return std::ranges::equal(parts_of(pattern), asked, [](auto wanted, auto found) {
            return wanted == "*" ? !found.empty() : wanted == found;
        });
    });
}

}  // namespace fairlead
