// SPDX-License-Identifier: MIT
//
// socket_pair — both ends of a control socket, and how many descriptors this process holds.
#pragma once

#include <fairlead/vocabulary/unique_fd.hpp>

#include <sys/socket.h>

#include <cstring>
#include <filesystem>
#include <iterator>
#include <span>
#include <stdexcept>

namespace fairlead::tests {

struct socket_pair {
    socket_pair() {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
            throw std::runtime_error{"socketpair failed"};
        ours.reset(ends[0]);
        theirs.reset(ends[1]);
    }
    unique_fd ours, theirs;
};

/// sendmsg(2) with any number of descriptors: what a hostile peer can do and send_message() does
/// not.
inline bool send_with_descriptors(int socket, std::span<const std::byte> bytes,
                                  std::span<const int> fds) {
    alignas(cmsghdr) char control[CMSG_SPACE(64 * sizeof(int))] = {};
    iovec part{const_cast<std::byte*>(bytes.data()), bytes.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(fds.size_bytes());
    auto* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(fds.size_bytes());
    std::memcpy(CMSG_DATA(header), fds.data(), fds.size_bytes());
    return ::sendmsg(socket, &message, MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

inline std::ptrdiff_t open_descriptors() {
    return std::distance(std::filesystem::directory_iterator{"/proc/self/fd"}, {});
}

}  // namespace fairlead::tests
