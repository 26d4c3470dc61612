// SPDX-License-Identifier: MIT
//
// handed_socket — the listening socket that a service manager made before there was a broker:
// sd_listen_fds(3). Whoever knocked meanwhile waits in its queue.
#pragma once

#include <fairlead/vocabulary/unique_fd.hpp>

#include <filesystem>

namespace fairlead::broker::admission {

/// What LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES speak of; they are gone from the environment
/// afterwards. Without any, or if they are meant for another process: nothing. Throws
/// std::runtime_error when there are several. Call it once, while there is one thread.
unique_fd take_handed_socket();

/// Throws std::runtime_error, with what was given and what is wanted, unless clients who look at
/// `path` come to this socket, and it is one of this user.
void check_handed_socket(int socket, std::filesystem::path const& path);

}  // namespace fairlead::broker::admission
