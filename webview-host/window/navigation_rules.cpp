// SPDX-License-Identifier: MIT
//
// navigation_rules — by the scheme of the address.
#include "webview-host/window/navigation_rules.hpp"

#include "webview-host/window/webview.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace fairlead::host {
namespace {

std::string scheme_of(std::string_view url) {
    std::string scheme{url.substr(0, std::min(url.find(':'), url.size()))};
    std::ranges::transform(scheme, scheme.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return scheme;
}

}  // namespace

bool is_own_address(std::string_view url) {
    return url.starts_with(start_address) ||
           url == start_address.substr(0, start_address.size() - 1);
}

std::string foreign_origin(char const* url) {
    if (url != nullptr && is_own_address(url)) return {};
    auto origin = url != nullptr ? origin_of(url) : std::string{};
    // about:blank and the like: not the app's, and nobody can allow it.
    return origin.empty() ? "https://unnamed.invalid" : origin;
}

bool is_outside_address(std::string_view url) {
    constexpr std::array<std::string_view, 4> schemes{"http", "https", "mailto", "tel"};
    return std::ranges::find(schemes, scheme_of(url)) != schemes.end();
}

navigation_verdict judge(navigation const& where) {
    using enum navigation_verdict;
    const bool elsewhere = is_outside_address(where.url);
    if (where.in_new_window) return elsewhere ? outside : refuse;
    if (is_own_address(where.url) || where.is_allowed) return load;
    // A link in a page that holds no foreign frame is the page's own wish: decided before a byte of
    // the request leaves.
    if (where.by_link && elsewhere && !where.foreign_frames) return outside;
    return ask_later;
}

navigation_verdict judge_response(std::string_view url, bool for_main_frame, bool is_allowed) {
    using enum navigation_verdict;
    if (!for_main_frame || is_own_address(url) || is_allowed) return load;
    return is_outside_address(url) ? outside : refuse;
}

}  // namespace fairlead::host
