// SPDX-License-Identifier: MIT
//
// http_exchange — one HTTP request to a port of this machine, one answer; with a deadline.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace fairlead::tests {

struct http_answer {
    int status = 0;
    std::string body;
};

/// Throws what went wrong. Connection refused is a std::system_error.
http_answer http_exchange(std::uint16_t port, std::string_view method, std::string_view path,
                          std::string_view body, std::chrono::milliseconds within);

/// Free a moment ago.
std::uint16_t free_port();

}  // namespace fairlead::tests
