// SPDX-License-Identifier: MIT
//
// connect_options — from what our parent put into the environment.
#include <fairlead/client/connect_options.hpp>

#include <fairlead/vocabulary/unique_fd.hpp>

#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <string_view>

namespace fairlead::client {
namespace {

std::string_view environment(char const* name) noexcept {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody calls setenv.
    return value != nullptr ? value : "";
}

/// The token comes through a pipe, not through the environment, which any process of ours may read.
std::string read_token() {
    const auto text = environment("FAIRLEAD_TOKEN_FD");
    int number = -1;
    std::from_chars(text.data(), text.data() + text.size(), number);
    if (number < 3) return {};
    const unique_fd pipe{number};
    std::array<char, 64> bytes;
    const auto got = ::read(pipe.get(), bytes.data(), bytes.size());
    return got > 0 ? std::string{bytes.data(), static_cast<std::size_t>(got)} : std::string{};
}

}  // namespace

std::optional<connect_options> connect_options::from_environment(wire::peer_role role) {
    const auto socket = environment("FAIRLEAD_SOCKET");
    if (socket.empty()) return std::nullopt;
    connect_options options;
    options.socket = socket;
    options.role = role;
    if (const auto name = environment("FAIRLEAD_NAME"); !name.empty()) options.name = name;
    options.token = read_token();
    return options;
}

}  // namespace fairlead::client
