// SPDX-License-Identifier: MIT
//
// http_exchange — HTTP/1.1 with Connection: close, Content-Length or not.
#include "tests/support/http_exchange.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <system_error>

namespace fairlead::tests {
namespace {

using clock = std::chrono::steady_clock;

[[noreturn]] void fail(char const* what) {
    throw std::system_error{errno, std::system_category(), what};
}

sockaddr_in local(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

unique_fd tcp_socket() {
    unique_fd fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (!fd) fail("socket");
    return fd;
}

void send_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const auto sent = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) fail("send");
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
}

/// False: the other side has said everything.
bool receive_some(int fd, std::string& to, clock::time_point until) {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now());
        if (left.count() <= 0) throw std::runtime_error{"no HTTP answer in time"};
        pollfd watched{fd, POLLIN, 0};
        if (::poll(&watched, 1, static_cast<int>(left.count())) <= 0) continue;
        char buffer[16384];
        const auto got = ::recv(fd, buffer, sizeof buffer, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail("recv");
        to.append(buffer, static_cast<std::size_t>(got));
        return got > 0;
    }
}

std::size_t length_in(std::string_view head) {
    for (const std::string_view name : {"Content-Length: ", "content-length: "}) {
        const auto at = head.find(name);
        if (at == head.npos) continue;
        std::size_t length = 0;
        std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
        return length;
    }
    return 0;
}

}  // namespace

http_answer http_exchange(std::uint16_t port, std::string_view method, std::string_view path,
                          std::string_view body, std::chrono::milliseconds within) {
    const auto until = clock::now() + within;
    const auto fd = tcp_socket();
    const auto address = local(port);
    if (::connect(fd.get(), reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0)
        fail("connect");
    std::string request{method};
    request.append(" ")
        .append(path)
        .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
        .append(std::to_string(port));
    request.append("\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ");
    request.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
    send_all(fd.get(), request);

    std::string text;
    std::size_t head = text.npos;
    do {
        head = text.find("\r\n\r\n");
        if (head != text.npos && text.size() >= head + 4 + length_in({text.data(), head})) break;
    } while (receive_some(fd.get(), text, until));
    if (head == text.npos || text.size() < 12)
        throw std::runtime_error{"not an HTTP answer: " + text};
    http_answer answer;
    std::from_chars(text.data() + 9, text.data() + 12, answer.status);
    answer.body = text.substr(head + 4);
    return answer;
}

std::uint16_t free_port() {
    const auto fd = tcp_socket();
    auto address = local(0);
    socklen_t length = sizeof address;
    if (::bind(fd.get(), reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0)
        fail("bind");
    if (::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &length) != 0)
        fail("getsockname");
    return ntohs(address.sin_port);
}

}  // namespace fairlead::tests
