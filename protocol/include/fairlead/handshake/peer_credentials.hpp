// SPDX-License-Identifier: MIT
//
// peer_credentials — who is on the other end of a Unix socket, as the kernel says.
#pragma once

#include <fairlead/vocabulary/result.hpp>

#include <sys/types.h>

namespace fairlead::handshake {

struct peer_credentials {
    uid_t uid;
    gid_t gid;
    pid_t
        /// Of the process that connected; for display and matching children, never for trust.
        pid;
};

result<peer_credentials> credentials_of(int socket) noexcept;

}  // namespace fairlead::handshake
