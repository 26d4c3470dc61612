// SPDX-License-Identifier: MIT
//
// client_handshake_test — what a peer takes for an answer to its hello.
#include "tests/support/catch.hpp"

#include <fairlead/handshake/client_handshake.hpp>
#include <fairlead/wire/limits.hpp>
#include <fairlead/wire/wire_errc.hpp>

using namespace fairlead;
using namespace fairlead::wire;
using fairlead::handshake::client_handshake;

namespace {

hello our_hello() { return {.versions = {2, 4}, .role = peer_role::tool, .name = "ctl"}; }

welcome good_welcome() {
    return {
        .version = 3, .session = session_id{7}, .ring_bytes = ring_bytes_default, .app = "shop"};
}

constexpr std::size_t two_descriptors = 2;

boost::system::error_code refusal_of(control_message answer, std::size_t descriptors) {
    const auto judged = client_handshake{our_hello()}.on(std::move(answer), descriptors);
    CHECK_FALSE(judged.has_value());
    return judged.error();
}

}  // namespace

TEST_CASE("a client opens with its hello", "[handshake]") {
    const auto opening = client_handshake{our_hello()}.opening();
    REQUIRE(std::holds_alternative<hello>(opening));
    CHECK(std::get<hello>(opening).name == "ctl");
    CHECK(std::get<hello>(opening).versions.highest == 4);
}

TEST_CASE("a welcome with segment and doorbell lets a client in", "[handshake]") {
    const auto judged = client_handshake{our_hello()}.on(good_welcome(), two_descriptors);
    REQUIRE(judged.has_value());
    REQUIRE(std::holds_alternative<welcome>(*judged));
    CHECK(std::get<welcome>(*judged).session == session_id{7});
    CHECK(std::get<welcome>(*judged).app == "shop");
}

TEST_CASE("a farewell turns a client away, with the reason", "[handshake]") {
    const auto judged = client_handshake{our_hello()}.on(farewell{errc::denied, "no token"}, 0);
    REQUIRE(judged.has_value());
    REQUIRE(std::holds_alternative<farewell>(*judged));
    CHECK(std::get<farewell>(*judged).code == errc::denied);
    CHECK(std::get<farewell>(*judged).reason == "no token");
}

TEST_CASE("a welcome without exactly its two descriptors is refused", "[handshake]") {
    for (const std::size_t descriptors : {0, 1, 3, 4}) {
        CAPTURE(descriptors);
        CHECK(refusal_of(good_welcome(), descriptors) == wire_errc::unexpected_message);
    }
}

TEST_CASE("a broker that says hello itself is refused", "[handshake]") {
    CHECK(refusal_of(our_hello(), 0) == wire_errc::unexpected_message);
    CHECK(refusal_of(our_hello(), two_descriptors) == wire_errc::unexpected_message);
}

TEST_CASE("a version that the client did not ask for is refused", "[handshake]") {
    for (const int version : {0, 1, 5, 65'535}) {
        CAPTURE(version);
        auto answer = good_welcome();
        answer.version = static_cast<std::uint16_t>(version);
        CHECK(refusal_of(answer, two_descriptors) == wire_errc::bad_control_message);
    }
    for (const int version : {2, 4}) {
        auto answer = good_welcome();
        answer.version = static_cast<std::uint16_t>(version);
        CHECK(client_handshake{our_hello()}.on(answer, two_descriptors).has_value());
    }
}

TEST_CASE("rings that are no power of two within the limits are refused", "[handshake]") {
    for (const std::size_t ring_bytes :
         {std::size_t{0}, std::size_t{1}, ring_bytes_min / 2, ring_bytes_min + 8,
          ring_bytes_default - 1, ring_bytes_default * 3, ring_bytes_max * 2,
          std::size_t{0xffff'ffff}}) {
        CAPTURE(ring_bytes);
        auto answer = good_welcome();
        answer.ring_bytes = static_cast<std::uint32_t>(ring_bytes);
        CHECK(refusal_of(answer, two_descriptors) == wire_errc::bad_control_message);
    }
    for (const std::size_t ring_bytes : {ring_bytes_min, ring_bytes_default, ring_bytes_max}) {
        auto answer = good_welcome();
        answer.ring_bytes = static_cast<std::uint32_t>(ring_bytes);
        CHECK(client_handshake{our_hello()}.on(answer, two_descriptors).has_value());
    }
}

TEST_CASE("only the first answer counts", "[handshake]") {
    client_handshake welcomed{our_hello()};
    REQUIRE(welcomed.on(good_welcome(), two_descriptors).has_value());
    CHECK(welcomed.on(good_welcome(), two_descriptors).error() == wire_errc::unexpected_message);

    client_handshake turned_away{our_hello()};
    REQUIRE(turned_away.on(farewell{}, 0).has_value());
    CHECK(turned_away.on(good_welcome(), two_descriptors).error() == wire_errc::unexpected_message);

    client_handshake insulted{our_hello()};
    REQUIRE_FALSE(insulted.on(our_hello(), 0).has_value());
    CHECK(insulted.on(good_welcome(), two_descriptors).error() == wire_errc::unexpected_message);
}
