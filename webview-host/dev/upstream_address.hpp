// SPDX-License-Identifier: MIT
//
// upstream_address — where the front end's own server is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::host {

/// "http://localhost:5173/".
struct upstream_address {
    std::string host;  ///< A number of IPv6 without its brackets.
    std::uint16_t port = 80;
    std::string start = "/";  ///< Its start page, where "/" leads.

    /// "localhost:5173", as a Host header has it.
    std::string authority() const;
    /// "http://localhost:5173".
    std::string origin() const { return "http://" + authority(); }
    std::string url() const { return origin() + start; }
};

/// Nothing: not such a text, or not http://.
std::optional<upstream_address> parse_upstream_address(std::string_view text);

}  // namespace fairlead::host
