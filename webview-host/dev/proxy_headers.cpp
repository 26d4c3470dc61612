// SPDX-License-Identifier: MIT
//
// proxy_headers — lists of names.
#include "webview-host/dev/proxy_headers.hpp"

#include "webview-host/assets/asset_server.hpp"

#include <algorithm>
#include <array>

namespace fairlead::host {
namespace {

template <std::size_t N>
bool is_among(std::array<std::string_view, N> const& names, http_header const& header) {
    return std::ranges::any_of(names, [&](std::string_view name) {
        return has_header({&header, 1}, name);
    });
}

constexpr std::array<std::string_view, 9> of_neighbours{"Connection",
                                                        "Keep-Alive",
                                                        "Proxy-Authenticate",
                                                        "Proxy-Authorization",
                                                        "Proxy-Connection",
                                                        "TE",
                                                        "Trailer",
                                                        "Transfer-Encoding",
                                                        "Upgrade"};

/// Validators belong to the bytes of the server; our page has other ones.
constexpr std::array<std::string_view, 6> of_a_version{
    "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range"};

/// RFC 9110, 7.6.1: a connection may have further names of its own.
void remove_neighbours(std::vector<http_header>& headers) {
    std::string named;
    for (auto const& header : headers)
        if (has_header({&header, 1}, "Connection")) named.append(header.value).append(",");
    std::erase_if(headers, [](http_header const& one) { return is_among(of_neighbours, one); });
    for (std::string_view rest = named; !rest.empty();) {
        auto name = rest.substr(0, rest.find(','));
        rest.remove_prefix(name.size() + 1);
        while (name.starts_with(' ')) name.remove_prefix(1);
        while (name.ends_with(' ')) name.remove_suffix(1);
        std::erase_if(headers, [&](http_header const& one) { return has_header({&one, 1}, name); });
    }
}

/// A server that looks where its visitors come from looks for itself.
void address_to(upstream_address const& where, std::vector<http_header>& headers) {
    set_header(headers, "Host", where.authority());
    if (has_header(headers, "Origin")) set_header(headers, "Origin", where.origin());
}

}  // namespace

std::string target_at(upstream_address const& where, std::string_view target) {
    if (target.empty() || target == "/") return where.start;
    if (target.starts_with("/?")) return where.start + std::string{target.substr(1)};
    return std::string{target};
}

std::vector<http_header> headers_to(upstream_address const& where, asset_request const& request) {
    std::vector<http_header> headers{request.headers.begin(), request.headers.end()};
    remove_neighbours(headers);
    const bool is_rewritten = wants_scripts(request);
    std::erase_if(headers, [is_rewritten](http_header const& one) {
        return has_header({&one, 1}, "Content-Length") || has_header({&one, 1}, "Expect") ||
               (is_rewritten && is_among(of_a_version, one));
    });
    address_to(where, headers);
    // Scripts are put into text.
    set_header(headers, "Accept-Encoding", "identity");
    return headers;
}

std::vector<http_header> socket_headers_to(upstream_address const& where,
                                           asset_request const& request) {
    std::vector<http_header> headers{request.headers.begin(), request.headers.end()};
    remove_neighbours(headers);
    address_to(where, headers);
    headers.push_back({"Connection", "Upgrade"});
    headers.push_back({"Upgrade", "websocket"});
    return headers;
}

void mend_headers_from(upstream_address const& where, asset_request const& request,
                       asset_response& response) {
    auto& headers = response.headers;
    remove_neighbours(headers);
    const bool has_body =
        request.method != "HEAD" && response.status != 204 && response.status != 304;
    std::erase_if(headers, [has_body](http_header const& one) {
        if (has_body && has_header({&one, 1}, "Content-Length")) return true;
        // Who else may read it is said of the server's own address, and to what we called there.
        std::string name = one.name.substr(0, 15);
        std::ranges::transform(name, name.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        return name == "access-control-";
    });
    auto target = std::string{response.header("Location")};
    const auto origin = where.origin();
    if (!target.starts_with(origin)) return;
    target.erase(0, origin.size());
    if (target.empty()) target = "/";
    if (target.starts_with('/')) set_header(headers, "Location", std::move(target));
}

}  // namespace fairlead::host
