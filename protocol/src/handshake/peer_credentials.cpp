// SPDX-License-Identifier: MIT
//
// peer_credentials — SO_PEERCRED.
#include <fairlead/handshake/peer_credentials.hpp>

#include <sys/socket.h>

namespace fairlead::handshake {

result<peer_credentials> credentials_of(int socket) noexcept {
    ucred who{};
    socklen_t length = sizeof who;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &length) != 0)
        return last_system_error();
    return peer_credentials{who.uid, who.gid, who.pid};
}

}  // namespace fairlead::handshake
