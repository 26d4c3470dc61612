// SPDX-License-Identifier: MIT
//
// page_server — one request for each connection.
#include "tests/desk/page_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <system_error>

namespace fairlead::tests {
namespace {

void check(bool fine, char const* what) {
    if (!fine) throw std::system_error{errno, std::system_category(), what};
}

}  // namespace

page_server::page_server(std::string html)
    : html_{std::move(html)}, listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* address = reinterpret_cast<sockaddr*>(&where);
    socklen_t bytes = sizeof where;
    check(listener_ && ::bind(listener_.get(), address, bytes) == 0 &&
              ::listen(listener_.get(), 8) == 0 &&
              ::getsockname(listener_.get(), address, &bytes) == 0,
          "a port of our own");
    port_ = ntohs(where.sin_port);
    int ends[2];
    check(::pipe2(ends, O_CLOEXEC) == 0, "a pipe");
    stop_read_.reset(ends[0]);
    stop_write_.reset(ends[1]);
    thread_ = std::thread{[this] { serve(); }};
}

page_server::~page_server() {
    stop_write_.reset();
    thread_.join();
}

void page_server::serve() {
    const auto answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                        "Connection: close\r\nContent-Length: " +
                        std::to_string(html_.size()) + "\r\n\r\n" + html_;
    for (;;) {
        pollfd waits[] = {{listener_.get(), POLLIN, 0}, {stop_read_.get(), POLLIN, 0}};
        if (::poll(waits, 2, -1) < 0) continue;
        if (waits[1].revents != 0) return;
        const unique_fd guest{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
        std::array<char, 4096> request;
        pollfd asks[] = {{guest.get(), POLLIN, 0}, {stop_read_.get(), POLLIN, 0}};
        if (!guest || ::poll(asks, 2, -1) < 0 || asks[1].revents != 0) continue;
        if (::recv(guest.get(), request.data(), request.size(), 0) > 0)
            ::send(guest.get(), answer.data(), answer.size(), MSG_NOSIGNAL);
    }
}

}  // namespace fairlead::tests
