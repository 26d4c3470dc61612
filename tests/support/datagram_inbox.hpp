// SPDX-License-Identifier: MIT
//
// datagram_inbox — a socket to which others say one thing at a time: a service manager's, the
// journal's.
#pragma once

#include "tests/support/child.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace fairlead::tests {

class datagram_inbox {
public:
    explicit datagram_inbox(std::filesystem::path const& file) {
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        std::strncpy(at.sun_path, file.c_str(), sizeof at.sun_path - 1);
        if (::bind(socket_.get(), reinterpret_cast<sockaddr const*>(&at), sizeof at) != 0)
            throw std::runtime_error{file.string() + ": cannot be bound"};
    }
    std::string next() {
        pollfd waits{socket_.get(), POLLIN, 0};
        if (::poll(&waits, 1, static_cast<int>(patience().count())) != 1)
            throw std::runtime_error{"nothing was said"};
        std::array<char, 65'536> text;
        const auto length = ::recv(socket_.get(), text.data(), text.size(), 0);
        return {text.data(), static_cast<std::size_t>(length)};
    }
    std::string next_with(std::string const& part) {
        for (;;)
            if (auto text = next(); text.find(part) != std::string::npos) return text;
    }

private:
    unique_fd socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
};

}  // namespace fairlead::tests
