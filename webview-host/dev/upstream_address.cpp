// SPDX-License-Identifier: MIT
//
// upstream_address — scheme, host, port, path.
#include "webview-host/dev/upstream_address.hpp"

#include "webview-host/dev/server_address.hpp"

#include <algorithm>

namespace fairlead::host {

std::string upstream_address::authority() const {
    const bool is_number_6 = host.find(':') != host.npos;
    const auto name = is_number_6 ? '[' + host + ']' : host;
    return port == 80 ? name : name + ':' + std::to_string(port);
}

std::optional<upstream_address> parse_upstream_address(std::string_view text) {
    constexpr std::string_view scheme = "http://";
    if (!text.starts_with(scheme)) return std::nullopt;
    text.remove_prefix(scheme.size());
    const auto slash = std::min(text.find('/'), text.size());
    auto authority = std::string{text.substr(0, slash)};
    const auto bracket = authority.find(']');
    if (authority.find(':', bracket == authority.npos ? 0 : bracket) == authority.npos)
        authority += ":80";
    const auto server = parse_server_address(authority);
    if (!server || authority.starts_with(':') || server->port == 0) return std::nullopt;
    upstream_address found{server->host, server->port, "/"};
    if (found.host.starts_with('[')) found.host = found.host.substr(1, found.host.size() - 2);
    const auto path = text.substr(slash, text.find_first_of("?#", slash) - slash);
    if (std::ranges::any_of(path, [](char c) { return c <= ' ' || c > '~'; })) return std::nullopt;
    if (!path.empty()) found.start = path;
    return found;
}

}  // namespace fairlead::host
