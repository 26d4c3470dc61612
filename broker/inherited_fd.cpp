// SPDX-License-Identifier: MIT
//
// inherited_fd — poll with a deadline: a launcher that keeps its end open must not stop us.
#include "broker/inherited_fd.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <stdexcept>

namespace fairlead::broker {

std::string read_token(int fd) {
    using clock = std::chrono::steady_clock;
    constexpr std::size_t token_bytes = 32;
    if (fd < 0) return {};
    const unique_fd owned{fd};
    const auto deadline = clock::now() + std::chrono::seconds{2};
    std::string token;
    while (token.size() < token_bytes) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock::now());
        pollfd readable{fd, POLLIN, 0};
        std::array<char, token_bytes> bytes;
        if (left.count() <= 0 || ::poll(&readable, 1, static_cast<int>(left.count())) <= 0)
            throw std::runtime_error{"--host-token-fd: no token came within 2 s"};
        const auto got = ::read(fd, bytes.data(), token_bytes - token.size());
        if (got <= 0) break;
        token.append(bytes.data(), static_cast<std::size_t>(got));
    }
    while (token.ends_with('\n')) token.pop_back();
    if (token.size() < token_bytes)
        throw std::runtime_error{"--host-token-fd: expected a token of 32 characters"};
    return token;
}

void say_ready(int fd) noexcept {
    if (fd < 0) return;
    const unique_fd owned{fd};
    constexpr std::string_view word = "ready\n";
    // Who gave the descriptor may have gone; it is not us who are hurt by that.
    [[maybe_unused]] const auto written = ::write(fd, word.data(), word.size());
}

}  // namespace fairlead::broker
