// SPDX-License-Identifier: MIT
//
// visitor_rules — one rule after the other; the first that is broken is said.
#include "webview-host/dev/visitor_rules.hpp"

#include <algorithm>

namespace fairlead::host {
namespace {

constexpr std::size_t shown_max = 200;

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// For a sentence; what it came from was anybody's to choose.
std::string shown(std::string_view text) {
    std::string out = "'";
    for (const char c : text.substr(0, shown_max)) out += c >= 0x20 && c < 0x7f ? c : '?';
    return out + "'";
}

bool only_reads(asset_request const& request) {
    return request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS";
}

bool has_port(std::string_view host) {
    return host.find(':', host.starts_with('[') ? host.find(']') : 0) != host.npos;
}

}  // namespace

bool equal_secrets(std::string_view one, std::string_view other) noexcept {
    if (one.size() != other.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
        difference |= static_cast<unsigned char>(one[i]) ^ static_cast<unsigned char>(other[i]);
    return difference == 0;
}

bool is_socket_request(asset_request const& request) {
    return lower(request.header("Upgrade")).find("websocket") != std::string::npos;
}

std::string_view query_value(std::string_view target, std::string_view key) {
    auto rest = target.substr(std::min(target.find('?'), target.size() - 1) + 1);
    while (!rest.empty()) {
        const auto part = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        const auto equals = part.find('=');
        if (part.substr(0, equals) == key && equals != part.npos) return part.substr(equals + 1);
    }
    return {};
}

visitor_rules::visitor_rules(std::vector<std::string> const& names, std::uint16_t port,
                             std::string token, bool only_https)
    : default_port_{port == 80 || port == 443}, only_https_{only_https}, token_{std::move(token)} {
    const auto ours = ':' + std::to_string(port);
    for (const std::string_view name : {"localhost", "127.0.0.1", "[::1]"})
        names_.push_back(std::string{name} + ours);
    for (auto const& name : names) names_.push_back(lower(name) + (has_port(name) ? "" : ours));
}

bool visitor_rules::is_our_name(std::string_view host) const {
    auto asked = lower(host);
    if (std::ranges::find(names_, asked) != names_.end()) return true;
    if (!default_port_ || has_port(asked)) return false;
    return std::ranges::find(names_, asked + ":80") != names_.end() ||
           std::ranges::find(names_, asked + ":443") != names_.end();
}

/// "https://localhost:34115" is localhost:34115. Nothing: no address of a page of ours ("null").
/// Without TLS of our own somebody's TLS may be in front of us.
std::optional<std::string> visitor_rules::host_of(std::string_view origin) const {
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (origin.starts_with(scheme)) return lower(origin.substr(scheme.size()));
        if (only_https_) break;
    }
    return std::nullopt;
}

std::optional<refusal> visitor_rules::judge(asset_request const& request) const {
    const auto host = request.header("Host");
    if (!is_our_name(host))
        return refusal{403, "the host " + shown(host) +
                                " is none of this server's names; --host NAME adds one"};

    const bool is_socket = is_socket_request(request);
    const auto origin = request.header("Origin");
    if (!origin.empty() && (is_socket || !only_reads(request))) {
        const auto from = host_of(origin);
        if (!from || *from != lower(host))
            return refusal{403, std::string{is_socket ? "a socket" : "a request"} +
                                    " of a page from elsewhere, " + shown(origin) +
                                    ", is not let in"};
    }

    const auto site = request.header("Sec-Fetch-Site");
    if (site.empty() || site == "same-origin" || site == "none") return std::nullopt;
    const bool is_link =
        request.method == "GET" && !is_socket && request.header("Sec-Fetch-Mode") == "navigate" &&
        request.header("Sec-Fetch-Dest") == "document" && !request.path().starts_with("/wails/");
    if (is_link) return std::nullopt;
    return refusal{403, "a page from elsewhere (" + shown(site) + ") may not use what is here"};
}

std::optional<refusal> visitor_rules::judge_token(asset_request const& request) const {
    const auto given = query_value(request.target, "token");
    if (given.empty())
        return refusal{403, "a socket needs ?token=…, which /wails/ipc.js of this start names"};
    if (!equal_secrets(given, token_))
        return refusal{403,
                       "the token of the socket is not the one of this start: reload the page"};
    return std::nullopt;
}

}  // namespace fairlead::host
