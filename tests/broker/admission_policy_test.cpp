// SPDX-License-Identifier: MIT
//
// admission_policy_test — who may come in.
#include "broker/admission/admission_policy.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/limits.hpp>

using namespace fairlead;
using namespace fairlead::broker::admission;
using wire::peer_role;

namespace {

bool admitted(wire::hello const& hello, admission_facts facts) {
    return !judge(hello, facts).has_value();
}

const wire::hello tool{.role = peer_role::tool, .name = "cli"};
const wire::hello by_hand{.role = peer_role::plugin, .name = "greeter"};
const wire::hello child{.role = peer_role::plugin, .name = "greeter", .token = "secret"};

}  // namespace

TEST_CASE("nobody but the broker's own user comes in, in any role", "[broker][admission]") {
    const auto role = GENERATE(peer_role::tool, peer_role::plugin, peer_role::host);
    const auto no = judge({.role = role, .name = "x", .token = "t"},
                          {.same_user = false, .host_token = "t", .plugin_token_fits = true});
    REQUIRE(no);
    CHECK(no->code == errc::denied);
}

TEST_CASE("a tool of the same user comes in", "[broker][admission]") {
    CHECK(admitted(tool, {.same_user = true}));
}

TEST_CASE("a host needs the host token", "[broker][admission]") {
    const auto host = [](std::string token) {
        return wire::hello{.role = peer_role::host, .name = "window", .token = std::move(token)};
    };
    const admission_facts facts{.same_user = true, .host_token = "right"};
    CHECK(admitted(host("right"), facts));
    CHECK_FALSE(admitted(host("wrong"), facts));
    CHECK_FALSE(admitted(host(""), facts));
    CHECK_FALSE(admitted(host(""), {.same_user = true}));
}

TEST_CASE("a page does not come in by itself, whatever it shows", "[broker][admission]") {
    const wire::hello page{.role = peer_role::page, .name = "window#1", .token = "right"};
    CHECK_FALSE(admitted(page, {.same_user = true, .host_token = "right"}));
}

TEST_CASE("a plugin with a token must be a child that was started with it", "[broker][admission]") {
    CHECK(admitted(child, {.same_user = true, .plugin_token_fits = true, .plugin_is_ours = true}));
    CHECK_FALSE(admitted(child, {.same_user = true, .plugin_is_ours = true}));
    CHECK_FALSE(admitted(child, {.same_user = true}));
}

TEST_CASE("a plugin started by hand comes in under a free name", "[broker][admission]") {
    CHECK(admitted(by_hand, {.same_user = true}));
    CHECK_FALSE(admitted(by_hand, {.same_user = true, .plugin_name_taken = true}));
    CHECK_FALSE(admitted(by_hand, {.same_user = true, .plugin_is_ours = true}));
}

TEST_CASE("the number of peers is bounded", "[broker][admission]") {
    const auto no = judge(tool, {.same_user = true, .sessions = wire::sessions_max});
    REQUIRE(no);
    CHECK(no->code == errc::overloaded);
}
