// SPDX-License-Identifier: MIT
//
// offers_test — who may offer what.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/limits.hpp>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;

namespace {

fake_frame answer_to_offer(routing_house& house, fake_peer& who, std::string_view name,
                           std::uint64_t handler = 0) {
    house.say_named(who, {.kind = frame_kind::offer, .request = request_id{8}, .aux = handler},
                    name);
    return who.take();
}

}  // namespace

TEST_CASE("an offer is answered with the name's number", "[broker][routing]") {
    routing_house house;
    const auto answer = answer_to_offer(house, house.plugin, "a.b");
    CHECK(answer.header.kind == frame_kind::result);
    CHECK(answer.header.request == request_id{8});
    CHECK(house.dispatcher.names().name_of(answer.header.route) == "a.b");
    CHECK(house.plugin.self.use.used(routing::resource::offers) == 1);
}

TEST_CASE("a name that somebody offers already is refused, naming the holder",
          "[broker][routing]") {
    routing_house house;
    house.offer(house.plugin, "a.b");
    const auto answer = answer_to_offer(house, house.other, "a.b");
    CHECK(answer.code() == errc::denied);
    CHECK(answer.message() == "'a.b' is offered by plugin 'greeter' (pid 1001) already");
    CHECK(house.other.self.use.used(routing::resource::offers) == 0);
    house.gone(house.plugin);
    CHECK(answer_to_offer(house, house.other, "a.b").header.kind == frame_kind::result);
}

TEST_CASE("a peer may offer its own name again, with another handler", "[broker][routing]") {
    routing_house house;
    house.offer(house.plugin, "a.b", 1);
    house.offer(house.plugin, "a.b", 2);
    CHECK(house.plugin.self.use.used(routing::resource::offers) == 1);
    house.ready(house.plugin);
    house.call(house.tool, 1, "a.b");
    CHECK(house.plugin.take().header.route == route_id{2});
}

TEST_CASE("a withdrawn name is not called any more", "[broker][routing]") {
    routing_house house;
    house.offer(house.plugin, "a.b");
    house.ready(house.plugin);
    house.say_named(house.other, {.kind = frame_kind::withdraw, .request = request_id{2}}, "a.b");
    CHECK(house.other.take().code() == errc::no_such_method);
    house.say_named(house.plugin, {.kind = frame_kind::withdraw, .request = request_id{2}}, "a.b");
    CHECK(house.plugin.take().header.kind == frame_kind::result);
    CHECK(house.plugin.self.use.used(routing::resource::offers) == 0);
    house.call(house.tool, 1, "a.b");
    CHECK(house.tool.take().code() == errc::no_such_method);
}

TEST_CASE("tools, and names of the broker and of hosts, are refused", "[broker][routing]") {
    routing_house house;
    CHECK(answer_to_offer(house, house.tool, "a").code() == errc::denied);
    CHECK(answer_to_offer(house, house.plugin, "fairlead.list").code() == errc::denied);
    CHECK(answer_to_offer(house, house.plugin, ":wails:WindowGetPos").code() == errc::denied);
    CHECK(answer_to_offer(house, house.plugin, "a", 1ull << 32).code() == errc::bad_arguments);
    house.plugin.self.use.take(routing::resource::offers, wire::offers_max);
    CHECK_THAT(answer_to_offer(house, house.plugin, "a").message(), Contains("65536"));
}

TEST_CASE("each host has its own window functions, others get the first host's",
          "[broker][routing]") {
    routing_house house;
    const auto route = house.offer(house.host, ":wails:Environment", 1);
    CHECK(house.offer(house.host2, ":wails:Environment", 2) == route);
    house.call(house.host2, 1, route);
    CHECK(house.host2.take().header.route == route_id{2});
    house.call(house.host, 1, route);
    CHECK(house.host.take().header.route == route_id{1});
    house.call(house.plugin, 1, route);
    CHECK(house.host.take().header.route == route_id{1});
    house.gone(house.host);
    house.plugin.take();  // backend-gone
    house.call(house.plugin, 2, route);
    const auto moved = house.host2.take();
    CHECK(moved.header.kind == frame_kind::call);
    CHECK(moved.header.route == route_id{2});
}
