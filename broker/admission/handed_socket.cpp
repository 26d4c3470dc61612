// SPDX-License-Identifier: MIT
//
// handed_socket — descriptors from 3 on, and what the kernel says of the first.
#include "broker/admission/handed_socket.hpp"
#include "broker/telemetry/service_variable.hpp"

#include <fairlead/handshake/peer_credentials.hpp>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>

namespace fairlead::broker::admission {
namespace {

constexpr int first_handed = 3;  // SD_LISTEN_FDS_START

int option_of(int socket, int option) noexcept {
    int value = -1;
    socklen_t length = sizeof value;
    return ::getsockopt(socket, SOL_SOCKET, option, &value, &length) == 0 ? value : -1;
}

/// Of a socket that has a name in a file system; else empty.
std::filesystem::path path_of(int socket) {
    sockaddr_un address{};
    socklen_t length = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0 ||
        length <= offsetof(sockaddr_un, sun_path) || address.sun_path[0] == '\0')
        return {};
    const std::size_t bytes = length - offsetof(sockaddr_un, sun_path);
    return std::string{address.sun_path, ::strnlen(address.sun_path, bytes)};
}

/// One folder may have two names (/run and /var/run).
bool is_same_place(std::filesystem::path const& one, std::filesystem::path const& other) {
    struct stat here {
    }, there{};
    return ::stat(one.c_str(), &here) == 0 && ::stat(other.c_str(), &there) == 0 &&
           here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

/// Nothing: as it should be.
std::optional<std::string> what_is_wrong(int socket, std::filesystem::path const& path) {
    struct stat kind {};
    if (::fstat(socket, &kind) != 0) return "is not open";
    if (!S_ISSOCK(kind.st_mode)) return "is not a socket";
    if (option_of(socket, SO_DOMAIN) != AF_UNIX) return "is a network socket";
    const auto type = option_of(socket, SO_TYPE);
    if (type != SOCK_STREAM)
        return type == SOCK_SEQPACKET ? "is a SOCK_SEQPACKET socket (ListenSequentialPacket=)"
                                      : "is a SOCK_DGRAM socket (ListenDatagram=)";
    if (option_of(socket, SO_ACCEPTCONN) != 1)
        return "is a socket that does not listen (Accept=yes?)";
    const auto at = path_of(socket);
    if (at.empty()) return "listens under a name that is no path";
    struct stat file {};
    if (at != path && !is_same_place(at, path)) return "listens at " + at.string();
    if (::lstat(path.c_str(), &file) != 0) return "listens at a path that is not there any more";
    const auto maker = handshake::credentials_of(socket);
    if (!maker || maker->uid != ::geteuid())
        return "belongs to another user" +
               (maker ? " (uid " + std::to_string(maker->uid) + ")" : std::string{});
    return std::nullopt;
}

}  // namespace

unique_fd take_handed_socket() {
    const auto pid = telemetry::take_variable("LISTEN_PID");
    const auto count = telemetry::take_variable("LISTEN_FDS");
    const auto names = telemetry::take_variable("LISTEN_FDNAMES");
    if (telemetry::number_in(pid) != ::getpid() || count.empty() || count == "0") return {};
    if (count != "1")
        throw std::runtime_error{"LISTEN_FDS=" + count + (names.empty() ? "" : " (" + names + ")") +
                                 ": a broker takes one descriptor, its app's listening socket"};
    ::fcntl(first_handed, F_SETFD, FD_CLOEXEC);
    return unique_fd{first_handed};
}

void check_handed_socket(int socket, std::filesystem::path const& path) {
    if (const auto wrong = what_is_wrong(socket, path))
        throw std::runtime_error{"the descriptor of LISTEN_FDS " + *wrong +
                                 "; wanted is a listening SOCK_STREAM socket of this user at " +
                                 path.string() + " (ListenStream=)"};
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
}

}  // namespace fairlead::broker::admission
