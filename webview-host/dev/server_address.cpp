// SPDX-License-Identifier: MIT
//
// server_address — a name, a number, or a number in brackets; then perhaps a port.
#include "webview-host/dev/server_address.hpp"

#include <algorithm>
#include <charconv>

namespace fairlead::host {
namespace {

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
}

bool is_host(std::string_view text) {
    if (text.starts_with('[') && text.ends_with(']')) {
        text = text.substr(1, text.size() - 2);
        return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF:.%") == text.npos;
    }
    return !text.empty() && std::ranges::all_of(text, is_host_character);
}

}  // namespace

std::optional<server_address> parse_server_address(std::string_view text) {
    server_address address;
    const auto bracket = text.find(']');
    const auto colon = text.find(':', bracket == text.npos ? 0 : bracket);
    const auto host = text.substr(0, std::min(colon, text.size()));
    if (!host.empty()) {
        if (!is_host(host)) return std::nullopt;
        address.host = host;
    }
    if (colon == text.npos) return host.empty() ? std::nullopt : std::optional{address};
    const auto port = text.substr(colon + 1);
    const auto [end, failed] =
        std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (port.empty() || failed != std::errc{} || end != port.data() + port.size())
        return std::nullopt;
    return address;
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

}  // namespace fairlead::host
