// SPDX-License-Identifier: MIT
//
// visiting_user_test — the two ends of connections within this machine.
#include "tests/support/catch.hpp"
#include "webview-host/dev/visiting_user.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

using namespace fairlead;
using namespace fairlead::host;

namespace {

struct connection {
    unique_fd client, server;
};

/// By `family` to a door of `door_family`. IPv6 reaches one of IPv4 at ::ffff:127.0.0.1.
connection connect_within(int door_family, int family) {
    const unique_fd door{::socket(door_family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_addr = in6addr_loopback;
    auto* at = door_family == AF_INET ? reinterpret_cast<sockaddr*>(&v4)
                                      : reinterpret_cast<sockaddr*>(&v6);
    socklen_t bytes = door_family == AF_INET ? sizeof v4 : sizeof v6;
    if (::bind(door.get(), at, bytes) != 0) return {};
    REQUIRE(::listen(door.get(), 1) == 0);
    REQUIRE(::getsockname(door.get(), at, &bytes) == 0);
    if (door_family == AF_INET && family == AF_INET6) {
        REQUIRE(::inet_pton(AF_INET6, "::ffff:127.0.0.1", &v6.sin6_addr) == 1);
        v6.sin6_port = v4.sin_port;
        at = reinterpret_cast<sockaddr*>(&v6);
        bytes = sizeof v6;
    }
    unique_fd client{::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    REQUIRE(::connect(client.get(), at, bytes) == 0);
    unique_fd server{::accept4(door.get(), nullptr, nullptr, SOCK_CLOEXEC)};
    return {std::move(client), std::move(server)};
}

}  // namespace

TEST_CASE("a visitor within this machine is known by its user", "[host][visitors]") {
    for (auto const& [door, family] :
         {std::pair{AF_INET, AF_INET}, {AF_INET6, AF_INET6}, {AF_INET, AF_INET6}}) {
        auto ends = connect_within(door, family);
        if (!ends.server) continue;  // A machine without IPv6.
        INFO(door << " " << family);
        CHECK(visiting_user(ends.server.get()) == ::getuid());
        ends.client.reset();
        CHECK_FALSE(visiting_user(ends.server.get()));
    }
    CHECK(has_user_table());
    CHECK(is_own_user(::geteuid()));
    CHECK(is_own_user(0));
    CHECK_FALSE(is_own_user(::geteuid() + 1));
}

TEST_CASE("a line of the table is read, and no other", "[host][visitors]") {
    constexpr auto table =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"
        "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000  0 1\n"
        "   1: 0100007F:C001 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001  0 2\n"
        "   2: 0100007F:1F90 0100007F:C001 01 00000000:00000000 00:00000000 00000000  1000  0 3\n"
        "   3: 0100007F:C002 0100007F:1F90 06 00000000:00000000 03:00000A8C 00000000     0  0 0\n"
        "   4: 0100007F:C003 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0  0 4\n"
        "   5: cut";
    constexpr auto door = "0100007F:1F90";
    CHECK(owner_in(table, "0100007F:C001", door) == 1001u);
    CHECK_FALSE(owner_in(table, "0100007F:C002", door));  // Closed: root is nobody here.
    CHECK(owner_in(table, "0100007F:C003", door) == 0u);
    CHECK_FALSE(owner_in(table, "0100007F:C004", door));
    CHECK_FALSE(owner_in("", "0100007F:C001", door));
}
