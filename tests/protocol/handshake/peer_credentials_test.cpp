// SPDX-License-Identifier: MIT
//
// peer_credentials_test — the kernel says who is on the other end.
#include "tests/protocol/support/other_side.hpp"
#include "tests/protocol/support/patience.hpp"
#include "tests/protocol/support/socket_pair.hpp"

#include <fairlead/handshake/peer_credentials.hpp>

#include <sys/un.h>
#include <unistd.h>

using namespace fairlead;
using namespace fairlead::tests;
using fairlead::handshake::credentials_of;

TEST_CASE("the peer of our own socket pair is this process", "[handshake][credentials]") {
    socket_pair sockets;
    const auto who = credentials_of(sockets.ours.get()).value();
    CHECK(who.uid == ::geteuid());
    CHECK(who.gid == ::getegid());
    CHECK(who.pid == ::getpid());
}

TEST_CASE("the peer of a connection is the process that connected", "[handshake][credentials]") {
    // An abstract address that the kernel picks: nothing to clean up, nobody else's.
    const unique_fd listening{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socklen_t length = sizeof address.sun_family;
    REQUIRE(::bind(listening.get(), reinterpret_cast<sockaddr*>(&address), length) == 0);
    length = sizeof address;
    REQUIRE(::getsockname(listening.get(), reinterpret_cast<sockaddr*>(&address), &length) == 0);
    REQUIRE(::listen(listening.get(), 1) == 0);

    other_side peer(placement::two_processes, [&] {
        const unique_fd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
        if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), length) != 0)
            return false;
        const auto me = ::getpid();
        if (::write(socket.get(), &me, sizeof me) != sizeof me) return false;
        return is_readable_within(socket.get(), patience);  // Until it was looked at.
    });
    REQUIRE(is_readable_within(listening.get(), patience));
    unique_fd accepted{::accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC)};
    REQUIRE(is_readable_within(accepted.get(), patience));
    pid_t said = 0;
    REQUIRE(::read(accepted.get(), &said, sizeof said) == sizeof said);
    const auto who = credentials_of(accepted.get()).value();
    CHECK(who.pid == said);
    CHECK(who.pid != ::getpid());
    CHECK(who.uid == ::geteuid());
    accepted.reset();
    CHECK(peer.ended_well());
}

TEST_CASE("what is no socket has no credentials", "[handshake][credentials]") {
    CHECK_FALSE(credentials_of(-1).has_value());
    CHECK_FALSE(credentials_of(STDIN_FILENO).has_value());
}
