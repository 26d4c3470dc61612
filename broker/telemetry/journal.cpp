// SPDX-License-Identifier: MIT
//
// journal — sendto(2), and it is said why one was not taken.
#include "broker/telemetry/journal.hpp"
#include "broker/telemetry/service_variable.hpp"

#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace fairlead::broker::telemetry {
namespace {

/// Some bursts fit between two looks of the journal; the kernel gives what it allows.
constexpr int waiting_bytes = 8 << 20;

}  // namespace

journal::journal(std::string_view socket)
    : socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)} {
    at_.sun_family = AF_UNIX;
    std::memcpy(at_.sun_path, socket.data(), std::min(socket.size(), sizeof at_.sun_path - 1));
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDBUF, &waiting_bytes, sizeof waiting_bytes);
}

bool journal::is_behind(int fd, std::string const& stream) noexcept {
    const auto colon = stream.find(':');
    if (colon == std::string::npos) return false;
    const auto device = number_in(stream.substr(0, colon));
    const auto inode = number_in(stream.substr(colon + 1));
    struct stat here {};
    return device && inode && ::fstat(fd, &here) == 0 &&
           here.st_dev == static_cast<dev_t>(*device) && here.st_ino == static_cast<ino_t>(*inode);
}

journal::outcome journal::send(std::string_view record) const noexcept {
    const auto sent = ::sendto(socket_.get(), record.data(), record.size(), MSG_NOSIGNAL,
                               reinterpret_cast<sockaddr const*>(&at_), sizeof at_);
    if (sent >= 0) return outcome::taken;
    return errno == EAGAIN || errno == ENOBUFS ? outcome::full : outcome::gone;
}

}  // namespace fairlead::broker::telemetry
