// SPDX-License-Identifier: MIT
//
// visitor_rules — who may ask the development server, and what. Any page that the user looks at can
// send requests to this machine, so:
//
//   Host      must be one of our names: a stranger's name that leads here is not (DNS rebinding)
//   Origin    of a socket, and of whatever is not just read, must be the address it is sent to
//   Sec-Fetch of a request that a browser says comes from elsewhere: only links are followed
//   token     a socket must show the one that our own page has been given
#pragma once

#include "webview-host/assets/http_message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::host {

struct refusal {
    int status = 403;
    std::string why;  ///< For people. Nothing secret is in it.
};

class visitor_rules {
public:
    /// `names` beside localhost, 127.0.0.1 and [::1]; one without a port means ours.
    /// With `only_https` our pages are never from http, whoever serves such ones by our name.
    visitor_rules(std::vector<std::string> const& names, std::uint16_t port, std::string token,
                  bool only_https = false);

    /// Of any request; a socket is one with `Upgrade: websocket`.
    std::optional<refusal> judge(asset_request const& request) const;
    /// Of the socket that carries calls, besides.
    std::optional<refusal> judge_token(asset_request const& request) const;

    std::string const& token() const noexcept { return token_; }

private:
    bool is_our_name(std::string_view host) const;
    std::optional<std::string> host_of(std::string_view origin) const;

    std::vector<std::string> names_;  // Each with its port.
    bool default_port_;               // Browsers do not say it.
    bool only_https_;
    std::string token_;
};

bool is_socket_request(asset_request const& request);

/// A value of a query, as it stands there; "" without it.
std::string_view query_value(std::string_view target, std::string_view key);

/// Takes the same time wherever the first difference is.
bool equal_secrets(std::string_view one, std::string_view other) noexcept;

}  // namespace fairlead::host
