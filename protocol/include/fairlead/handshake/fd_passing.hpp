// SPDX-License-Identifier: MIT
//
// fd_passing — bytes and descriptors through a Unix stream socket, without blocking.
#pragma once

#include <fairlead/vocabulary/result.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace fairlead::handshake {

inline constexpr std::size_t fds_per_message_max = 4;

/// Two ends of one Unix stream socket, close-on-exec.
result<std::pair<unique_fd, unique_fd>> make_socket_pair() noexcept;

/// All bytes or an error (would_block included: the peer does not read its control socket).
boost::system::error_code send_message(int socket, std::span<const std::byte> bytes,
                                       std::span<const int> fds) noexcept;

/// Appends to `fds` what came along, close-on-exec. 0 bytes: the other side is gone. More
/// descriptors than fds_per_message_max are closed by the kernel and reported as an error.
result<std::size_t> receive_message(int socket, std::span<std::byte> bytes,
                                    std::vector<unique_fd>& fds);

}  // namespace fairlead::handshake
