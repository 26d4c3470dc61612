// SPDX-License-Identifier: MIT
//
// byte_stream — the system calls of one socket.
#include "benchmarks/support/byte_stream.hpp"
#include "benchmarks/support/options.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace fairlead::bench {
namespace {

constexpr int patience_ms = 30'000;

[[noreturn]] void fail(char const* what) {
    throw std::system_error{errno, std::generic_category(), what};
}

sockaddr_un unix_address(std::filesystem::path const& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto text = path.string();
    if (text.size() >= sizeof address.sun_path)
        throw std::length_error{"too long for a socket: " + text};
    std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
    return address;
}

template <class Address>
int try_connect(int socket, Address const& address) {
    return ::connect(socket, reinterpret_cast<sockaddr const*>(&address), sizeof address);
}

}  // namespace

byte_stream::byte_stream(unique_fd socket) : socket_{std::move(socket)}, in_(2 * read_bytes) {
    const timeval patience{patience_ms / 1000, 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

void byte_stream::consume(std::size_t bytes) noexcept {
    in_begin_ += bytes;
    if (in_begin_ == in_end_) in_begin_ = in_end_ = 0;
}

void byte_stream::put(std::span<const std::byte> bytes) {
    out_.insert(out_.end(), bytes.begin(), bytes.end());
}

void byte_stream::put(std::string_view text) { put(std::as_bytes(std::span{text})); }

void byte_stream::make_room() {
    const auto unread_bytes = in_end_ - in_begin_;
    const auto size = std::max(in_wanted_, unread_bytes) + read_bytes;
    if (in_begin_ + size <= in_.size()) return;
    if (in_begin_ != 0) std::memmove(in_.data(), in_.data() + in_begin_, unread_bytes);
    in_begin_ = 0;
    in_end_ = unread_bytes;
    if (in_.size() < size) in_.resize(2 * size);  // Twice: what is begun need not move each time.
}

bool byte_stream::receive(int flags, bool may_be_silent) {
    make_room();
    const auto got = ::recv(socket_.get(), in_.data() + in_end_, in_.size() - in_end_, flags);
    if (got > 0) {
        in_end_ += static_cast<std::size_t>(got);
        return true;
    }
    if (got == 0) throw std::runtime_error{"the other side closed the connection"};
    if (errno == EINTR || (errno == EAGAIN && may_be_silent)) return false;
    if (errno == EAGAIN) throw std::runtime_error{"nothing came for 30 seconds"};
    fail("recv");
}

void byte_stream::read_until(std::size_t bytes) {
    in_wanted_ = bytes;
    while (in_end_ - in_begin_ < bytes) receive(0, false);
    in_wanted_ = 0;
}

void byte_stream::wait_for(std::size_t bytes) {
    in_wanted_ = bytes;
    while (in_end_ - in_begin_ < bytes) receive(0);
    in_wanted_ = 0;
}

bool byte_stream::read_some() { return receive(MSG_DONTWAIT); }

std::size_t byte_stream::send_some(std::size_t done, std::span<const std::byte> large) {
    const auto from_out = std::min(done, out_.size());
    const auto from_large = done - from_out;
    iovec parts[2] = {
        {out_.data() + from_out, out_.size() - from_out},
        {const_cast<std::byte*>(large.data()) + from_large, large.size() - from_large}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    const auto sent = ::sendmsg(socket_.get(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0) return static_cast<std::size_t>(sent);
    if (errno != EAGAIN && errno != EINTR) fail("sendmsg");
    return 0;
}

bool byte_stream::wait_to_send() {
    pollfd socket{socket_.get(), POLLIN | POLLOUT, 0};
    if (::poll(&socket, 1, patience_ms) == 0)
        throw std::runtime_error{"nothing could be sent for 30 seconds"};
    return (socket.revents & POLLIN) != 0;
}

void byte_stream::send_now(std::span<const std::byte> large) {
    std::size_t done = 0;
    const auto all = out_.size() + large.size();
    while ((done += send_some(done, large)) < all) {
        pollfd socket{socket_.get(), POLLOUT, 0};
        if (::poll(&socket, 1, patience_ms) == 0)
            throw std::runtime_error{"nothing could be sent for 30 seconds"};
    }
    out_.clear();
}

unique_fd connect_unix(std::filesystem::path const& path) {
    const auto address = unix_address(path);
    unique_fd socket;
    eventually("server at " + path.string(), [&] {
        socket.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        return try_connect(socket.get(), address) == 0;
    });
    return socket;
}

unique_fd connect_tcp(unsigned short port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    unique_fd socket;
    eventually("server at 127.0.0.1:" + std::to_string(port), [&] {
        socket.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        return try_connect(socket.get(), address) == 0;
    });
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

unique_fd listen_unix(std::filesystem::path const& path) {
    const auto address = unix_address(path);
    unique_fd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    std::filesystem::remove(path);
    if (::bind(socket.get(), reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0)
        fail("bind");
    if (::listen(socket.get(), 16) != 0) fail("listen");
    return socket;
}

}  // namespace fairlead::bench
