// SPDX-License-Identifier: MIT
//
// broker_handshake_test — who gets in, and that a peer has one attempt.
#include "tests/support/catch.hpp"

#include <fairlead/handshake/broker_handshake.hpp>

using namespace fairlead;
using namespace fairlead::wire;
using Catch::Matchers::Contains;
using fairlead::handshake::broker_handshake;

namespace {

std::optional<farewell> everybody(hello const&) { return std::nullopt; }

hello a_hello() { return {.role = peer_role::plugin, .name = "greeter", .token = "0123"}; }

farewell const& farewell_of(std::variant<broker_handshake::admitted, farewell> const& answer) {
    REQUIRE(std::holds_alternative<farewell>(answer));
    return std::get<farewell>(answer);
}

}  // namespace

TEST_CASE("a peer that says hello and is admitted comes in with the version of both",
          "[handshake]") {
    broker_handshake door{everybody};
    const auto answer = door.on(a_hello());
    REQUIRE(std::holds_alternative<broker_handshake::admitted>(answer));
    auto const& admitted = std::get<broker_handshake::admitted>(answer);
    CHECK(admitted.version == supported_versions.highest);
    CHECK(admitted.hello.name == "greeter");
    CHECK(admitted.hello.role == peer_role::plugin);
}

TEST_CASE("a newer peer that still knows our version gets our version", "[handshake]") {
    auto newer = a_hello();
    newer.versions = {supported_versions.lowest, 60'000};
    const auto answer = broker_handshake{everybody}.on(newer);
    CHECK(std::get<broker_handshake::admitted>(answer).version == supported_versions.highest);
}

TEST_CASE("admission sees the whole hello, and its farewell is passed on", "[handshake]") {
    std::string seen;
    broker_handshake door([&](hello const& from) -> std::optional<farewell> {
        seen = from.name + "/" + from.token;
        return farewell{errc::denied, "not on the list"};
    });
    const auto answer = door.on(a_hello());
    CHECK(seen == "greeter/0123");
    CHECK(farewell_of(answer).code == errc::denied);
    CHECK(farewell_of(answer).reason == "not on the list");
}

TEST_CASE("a peer without a version in common is told both ranges, and not admitted",
          "[handshake]") {
    bool asked = false;
    for (const version_range foreign : {version_range{60'000, 60'001}, version_range{0, 0}}) {
        auto stranger = a_hello();
        stranger.versions = foreign;
        broker_handshake door([&](hello const&) {
            asked = true;
            return std::optional<farewell>{};
        });
        const auto answer = door.on(stranger);
        CHECK(farewell_of(answer).code == errc::protocol_error);
        CHECK_THAT(farewell_of(answer).reason, Contains(std::to_string(foreign.lowest)));
        CHECK_THAT(farewell_of(answer).reason,
                   Contains(std::to_string(supported_versions.highest)));
    }
    CHECK_FALSE(asked);
}

TEST_CASE("a greeting that begins with anything but a hello is over", "[handshake]") {
    for (auto const& first : {control_message{welcome{}}, control_message{farewell{}}}) {
        broker_handshake door{everybody};
        CHECK(farewell_of(door.on(first)).code == errc::protocol_error);
        CHECK(farewell_of(door.on(a_hello())).code == errc::protocol_error);  // Too late.
    }
}

TEST_CASE("a peer has one attempt to be admitted", "[handshake]") {
    int attempts = 0;
    broker_handshake door([&](hello const&) -> std::optional<farewell> {
        if (++attempts == 1) return farewell{errc::denied, "wrong token"};
        return std::nullopt;
    });
    CHECK(farewell_of(door.on(a_hello())).code == errc::denied);
    CHECK(farewell_of(door.on(a_hello())).code == errc::protocol_error);
    CHECK(attempts == 1);
}

TEST_CASE("a peer that is in cannot say hello again", "[handshake]") {
    broker_handshake door{everybody};
    REQUIRE(std::holds_alternative<broker_handshake::admitted>(door.on(a_hello())));
    CHECK(farewell_of(door.on(a_hello())).code == errc::protocol_error);
}
