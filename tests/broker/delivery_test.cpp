// SPDX-License-Identifier: MIT
//
// delivery_test — what a topic's rule makes of an event that its subscriber cannot take at once.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using broker::config::delivery;
using Catch::Matchers::Contains;
using routing::push_result;
using shm::worth;

namespace {

struct ruled_house : routing_house {
    ruled_house()
        : routing_house{{},
                        {{"sensor/*", delivery::keep_latest},
                         {"ledger*", delivery::block},
                         {"strict", delivery::cut}}} {}
};

}  // namespace

TEST_CASE("an event says what may become of it while it waits", "[broker][routing]") {
    ruled_house house;
    house.subscribe(house.host, "*");
    const auto expect = [&](char const* topic, worth value) {
        const auto route = house.subscribe(house.tool, topic);
        house.emit(house.plugin, topic);
        house.tool.take();
        for (auto* who : {&house.tool, &house.host}) {
            CHECK(who->last_terms.value == value);
            CHECK(who->last_terms.key == raw(route));
        }
    };
    expect("news", worth::expendable);
    expect("sensor/a", worth::latest);
    expect("sensor/b", worth::latest);
    expect("ledger", worth::kept);
    expect("strict", worth::kept);
}

TEST_CASE("who hears everything gets the latest of topics nobody asked for by name",
          "[broker][routing]") {
    ruled_house house;
    house.emit(house.plugin, "sensor/0");  // Nobody hears it: it needs no number.
    CHECK(house.dispatcher.names().find("sensor/0") == no_route);
    house.subscribe(house.host, "*");
    house.emit(house.plugin, "sensor/1");
    const auto first = house.host.last_terms.key;
    CHECK(first != 0);
    house.emit(house.plugin, "sensor/2");
    CHECK(house.host.last_terms.key != first);
    house.emit(house.plugin, "sensor/1");
    CHECK(house.host.last_terms.key == first);
    CHECK(house.host.frames.size() == 3);
}

TEST_CASE("what was given up for newer events is counted", "[broker][routing]") {
    routing_house house;
    house.subscribe(house.tool, "saved");
    house.tool.loses = {.dropped = 3, .replaced = 4};
    house.emit(house.plugin, "saved");
    CHECK(house.counters.events_delivered == 1);
    CHECK(house.counters.events_dropped == 3);
    CHECK(house.counters.events_replaced == 4);
    house.emit(house.plugin, "saved");
    CHECK(house.counters.events_dropped == 3);
    CHECK_FALSE(house.tool.cut_because);
}

TEST_CASE("a strict topic cuts who cannot take it, and nobody else", "[broker][routing]") {
    ruled_house house;
    house.subscribe(house.tool, "strict");
    house.subscribe(house.host, "strict");
    house.tool.behind = true;
    house.emit(house.plugin, "strict");  // It is taken, although it waits.
    CHECK_FALSE(house.tool.cut_because);
    CHECK_FALSE(house.plugin.paused);
    house.tool.answer = push_result::full;
    house.emit(house.plugin, "strict");
    REQUIRE(house.tool.cut_because);
    CHECK(house.tool.cut_because->first == errc::overloaded);
    CHECK_THAT(house.tool.cut_because->second,
               Contains("'strict'") && Contains("3.0 MiB wait for it since 2.0 s"));
    CHECK(house.counters.events_dropped == 1);
    CHECK(house.host.frames.size() == 2);
    CHECK_FALSE(house.host.cut_because);
}

TEST_CASE("an event that is too large for anybody cuts nobody", "[broker][routing]") {
    ruled_house house;
    house.subscribe(house.tool, "strict");
    house.tool.answer = push_result::too_large;
    house.emit(house.plugin, "strict");
    CHECK_FALSE(house.tool.cut_because);
    CHECK(house.counters.events_dropped == 1);
}

TEST_CASE("an emitter waits for a subscriber that is behind, until it has caught up",
          "[broker][routing]") {
    ruled_house house;
    house.subscribe(house.tool, "ledger");
    house.emit(house.plugin, "ledger");
    CHECK_FALSE(house.plugin.paused);
    CHECK(house.dispatcher.next_deadline() == routing::never);

    house.tool.behind = true;
    house.emit(house.plugin, "news");
    CHECK_FALSE(house.plugin.paused);
    house.emit(house.plugin, "ledger");
    house.emit(house.plugin, "ledger");  // Taken from its ring already when it was paused.
    CHECK(house.plugin.paused);
    CHECK(house.counters.emitters_paused == 1);
    CHECK(house.tool.frames.size() == 3);

    house.dispatcher.on_caught_up(house.host.self);
    CHECK(house.plugin.paused);
    house.dispatcher.on_caught_up(house.tool.self);
    CHECK_FALSE(house.plugin.paused);
    CHECK(house.dispatcher.next_deadline() == routing::never);
}

TEST_CASE("an emitter waits for all whom it made wait, and they hold up only it",
          "[broker][routing]") {
    ruled_house house;
    for (auto* who : {&house.tool, &house.host}) {
        house.subscribe(*who, "ledger");
        who->behind = true;
    }
    house.emit(house.plugin, "ledger");
    CHECK(house.plugin.paused);
    CHECK_FALSE(house.other.paused);
    house.emit(house.other, "news");
    CHECK_FALSE(house.other.paused);
    house.dispatcher.on_caught_up(house.tool.self);
    CHECK(house.plugin.paused);
    house.emit(house.other, "ledger");
    CHECK(house.other.paused);
    house.dispatcher.on_caught_up(house.host.self);
    CHECK_FALSE(house.plugin.paused);
    CHECK(house.other.paused);  // For both, and one of them is behind again.
    house.dispatcher.on_caught_up(house.tool.self);
    CHECK_FALSE(house.other.paused);
}

TEST_CASE("an emitter goes on when the one it waits for goes, and nobody waits for ghosts",
          "[broker][routing]") {
    ruled_house house;
    house.subscribe(house.tool, "ledger");
    house.tool.behind = true;
    house.emit(house.plugin, "ledger");
    house.emit(house.other, "ledger");
    house.gone(house.other);
    CHECK(house.plugin.paused);
    house.gone(house.tool);
    CHECK_FALSE(house.plugin.paused);
    CHECK(house.other.paused);  // It has gone: nobody talks to it any more.
    CHECK(house.dispatcher.next_deadline() == routing::never);
}

TEST_CASE("who keeps an emitter waiting for too long is cut", "[broker][routing]") {
    ruled_house house;
    house.subscribe(house.tool, "ledger/x");
    house.subscribe(house.host, "*");
    house.tool.behind = true;
    house.emit(house.plugin, "ledger/x");
    CHECK(house.dispatcher.next_deadline() == house.now + 1s);  // It is named.
    house.pass(2s);
    house.host.behind = true;
    house.emit(house.plugin, "ledger/x");
    house.pass(2999ms);
    CHECK_FALSE(house.tool.cut_because);
    CHECK(house.plugin.paused);
    CHECK(house.dispatcher.next_deadline() == house.now + 1ms);
    house.pass(1ms);
    REQUIRE(house.tool.cut_because);
    CHECK(house.tool.cut_because->first == errc::overloaded);
    CHECK_THAT(house.tool.cut_because->second, Contains("plugin 'greeter'") &&
                                                   Contains("'ledger/x'") &&
                                                   Contains("3.0 MiB wait for it since 2.0 s"));
    CHECK_FALSE(house.host.cut_because);  // It has been waited for for 3 s.
    CHECK(house.plugin.paused);
    house.pass(2s);
    CHECK(house.host.cut_because);
    CHECK_FALSE(house.plugin.paused);
}

TEST_CASE("of a topic that blocks nothing is lost in silence", "[broker][routing]") {
    ruled_house house;
    house.subscribe(house.tool, "ledger");
    house.tool.answer = push_result::full;
    house.emit(house.plugin, "ledger");
    REQUIRE(house.tool.cut_because);
    CHECK(house.tool.cut_because->first == errc::overloaded);
    CHECK_FALSE(house.plugin.paused);
}

TEST_CASE("the broker's own events wait for nobody", "[broker][routing]") {
    routing_house house{{}, {{"fairlead/*", delivery::block}}};
    house.subscribe(house.tool, "fairlead/plugin/greeter");
    house.tool.behind = true;
    house.dispatcher.publish("fairlead/plugin/greeter", "[1]", house.now);
    CHECK(house.tool.take().payload == "[1]");
    CHECK(house.dispatcher.next_deadline() == routing::never);
}
