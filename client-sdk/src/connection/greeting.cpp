// SPDX-License-Identifier: MIT
//
// greeting — connect(2), hello, welcome with two descriptors; poll(2) keeps the deadline.
#include "greeting.hpp"

#include <fairlead/handshake/client_handshake.hpp>
#include <fairlead/handshake/control_stream.hpp>
#include <fairlead/handshake/peer_credentials.hpp>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace fairlead::client {
namespace {

using clock = std::chrono::steady_clock;
using reason = connect_error::reason;

unique_fd connect_to(std::filesystem::path const& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.native().size() >= sizeof address.sun_path)
        throw connect_error{reason::failed,
                            "the socket path " + path.native() + " is longer than " +
                                std::to_string(sizeof address.sun_path - 1) + " bytes"};
    std::memcpy(address.sun_path, path.c_str(), path.native().size() + 1);

    unique_fd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (!socket) throw connect_error{reason::failed, last_system_error().message()};
    // A Unix socket connects at once or fails: there is nothing to wait for here.
    if (::connect(socket.get(), reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
        const auto error = last_system_error();
        const bool absent = error.value() == ENOENT || error.value() == ECONNREFUSED;
        throw connect_error{absent ? reason::no_broker : reason::failed,
                            absent ? "no broker listens at " + path.native()
                                   : path.native() + ": " + error.message()};
    }
    return socket;
}

void check_is_ours(int socket) {
    const auto who = handshake::credentials_of(socket);
    if (!who) throw connect_error{reason::failed, who.error().message()};
    if (who->uid != ::getuid())
        throw connect_error{reason::denied, "the broker's socket belongs to another user"};
}

handshake::control_stream::received wait_for_answer(int socket, handshake::control_stream& stream,
                                                    clock::time_point until) {
    for (;;) {
        auto received = stream.try_receive();
        if (!received)
            throw connect_error{reason::failed,
                                "the broker ended the greeting: " + received.error().message()};
        if (*received) return std::move(**received);

        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now());
        pollfd ready{socket, POLLIN, 0};
        if (left.count() <= 0 ||
            (::poll(&ready, 1, static_cast<int>(left.count())) < 0 && errno != EINTR))
            throw connect_error{reason::timeout, "the broker did not answer the greeting in time"};
    }
}

}  // namespace

greeting greet(connect_options const& options) {
    const auto until = clock::now() + options.patience;
    auto socket = connect_to(options.socket);
    check_is_ours(socket.get());

    handshake::control_stream stream{socket.get()};
    wire::hello hello;
    hello.role = options.role;
    hello.name = options.name;
    hello.token = options.token;
    handshake::client_handshake machine{std::move(hello)};
    if (const auto failed = stream.send(machine.opening()))
        throw connect_error{reason::failed, "the broker does not read: " + failed.message()};

    auto [message, fds] = wait_for_answer(socket.get(), stream, until);
    auto answer = machine.on(std::move(message), fds.size());
    if (!answer) throw connect_error{reason::failed, answer.error().message()};
    if (auto* no = std::get_if<wire::farewell>(&*answer))
        throw connect_error{no->code == errc::denied ? reason::denied : reason::failed, no->reason};

    auto welcome = std::get<wire::welcome>(std::move(*answer));
    auto& segment_fd = fds[static_cast<std::size_t>(handshake::welcome_fd::segment)];
    auto& bell_fd = fds[static_cast<std::size_t>(handshake::welcome_fd::doorbell)];
    auto memory =
        shm::segment::open(std::move(segment_fd), shm::channel::segment_bytes(welcome.ring_bytes));
    if (!memory) throw connect_error{reason::failed, memory.error().message()};
    auto channel = shm::channel::over(std::move(*memory), shm::doorbell{std::move(bell_fd)},
                                      welcome.ring_bytes, shm::side::peer);
    return {std::move(welcome), std::move(socket), std::move(channel)};
}

}  // namespace fairlead::client
