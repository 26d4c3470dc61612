// SPDX-License-Identifier: MIT
//
// server_address — where the development server listens, and under which names it may be asked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::host {

/// "localhost:34115", "[::1]:0", ":8080", "127.0.0.1".
struct server_address {
    std::string host = "localhost";
    std::uint16_t port = 34'115;  ///< 0: any that is free.
};

/// Nothing: not such a text.
std::optional<server_address> parse_server_address(std::string_view text);

/// "localhost" and its numbers: nobody else's machine gets here.
bool is_loopback(std::string_view host);

}  // namespace fairlead::host
