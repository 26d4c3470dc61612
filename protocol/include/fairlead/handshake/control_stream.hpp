// SPDX-License-Identifier: MIT
//
// control_stream — whole control messages, with their descriptors, out of a socket's bytes.
#pragma once

#include <fairlead/handshake/fd_passing.hpp>
#include <fairlead/wire/control_codec.hpp>

namespace fairlead::handshake {

class control_stream {
public:
    explicit control_stream(int socket) noexcept : socket_{socket} {}

    struct received {
        wire::control_message message;
        std::vector<unique_fd> fds;
    };
    /// One message if there is one. Nothing: it would block. error eof: the other side is gone.
    result<std::optional<received>> try_receive();

    boost::system::error_code send(wire::control_message const& message,
                                   std::span<const int> fds = {}) const noexcept;

private:
    int socket_;  // Borrowed from whoever owns the stream.
    std::vector<std::byte> unread_;
    std::vector<unique_fd> fds_;
};

/// What try_receive() says when the other side has closed.
boost::system::error_code end_of_stream() noexcept;

}  // namespace fairlead::handshake
