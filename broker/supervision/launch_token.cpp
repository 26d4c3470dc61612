// SPDX-License-Identifier: MIT
//
// launch_token — 128 bits.
#include "broker/supervision/launch_token.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace fairlead::broker::supervision {

std::string make_launch_token() {
    std::array<unsigned char, 16> bits;
    if (::getrandom(bits.data(), bits.size(), 0) != static_cast<ssize_t>(bits.size()))
        throw std::system_error{errno, std::generic_category(), "getrandom"};
    std::string token;
    for (const auto byte : bits) {
        token.push_back("0123456789abcdef"[byte >> 4]);
        token.push_back("0123456789abcdef"[byte & 0xf]);
    }
    return token;
}

}  // namespace fairlead::broker::supervision
