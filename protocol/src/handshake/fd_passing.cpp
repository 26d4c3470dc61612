// SPDX-License-Identifier: MIT
//
// fd_passing — sendmsg(2) and recvmsg(2) with SCM_RIGHTS.
#include <fairlead/handshake/fd_passing.hpp>
#include <fairlead/vocabulary/assert.hpp>
#include <fairlead/wire/wire_errc.hpp>

#include <sys/socket.h>

#include <cstring>

namespace fairlead::handshake {
namespace {

union control_buffer {
    cmsghdr aligned;
    char bytes[CMSG_SPACE(fds_per_message_max * sizeof(int))];
};

void adopt(msghdr& message, std::vector<unique_fd>& fds) {
    for (auto* part = CMSG_FIRSTHDR(&message); part != nullptr;
         part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
        const auto count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd;
            std::memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
            fds.emplace_back(fd);
        }
    }
}

}  // namespace

result<std::pair<unique_fd, unique_fd>> make_socket_pair() noexcept {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return last_system_error();
    return std::pair{unique_fd{ends[0]}, unique_fd{ends[1]}};
}

boost::system::error_code send_message(int socket, std::span<const std::byte> bytes,
                                       std::span<const int> fds) noexcept {
    FAIRLEAD_ASSERT(fds.size() <= fds_per_message_max && !bytes.empty());
    control_buffer control{};
    iovec part{const_cast<std::byte*>(bytes.data()), bytes.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (!fds.empty()) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(fds.size_bytes());
        auto* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(fds.size_bytes());
        std::memcpy(CMSG_DATA(header), fds.data(), fds.size_bytes());
    }
    for (;;) {
        const auto sent = ::sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return last_system_error();
        // A control message is far smaller than a socket buffer: half of one means a full buffer.
        if (static_cast<std::size_t>(sent) != bytes.size())
            return {EAGAIN, boost::system::system_category()};
        return {};
    }
}

result<std::size_t> receive_message(int socket, std::span<std::byte> bytes,
                                    std::vector<unique_fd>& fds) {
    control_buffer control{};
    iovec part{bytes.data(), bytes.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    ssize_t got;
    do {
        got = ::recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got < 0) return last_system_error();
    adopt(message, fds);
    if ((message.msg_flags & MSG_CTRUNC) != 0) return wire::wire_errc::bad_control_message;
    return static_cast<std::size_t>(got);
}

}  // namespace fairlead::handshake
