// SPDX-License-Identifier: MIT
//
// events_test — who gets an event, in which form, and who does not.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/limits.hpp>
#include <fairlead/wire/subscribe_traits.hpp>

using namespace fairlead;
using namespace fairlead::tests;
using wire::frame_kind;

TEST_CASE("an event reaches its subscribers by number, and not its emitter", "[broker][routing]") {
    routing_house house;
    const auto topic = house.subscribe(house.tool, "saved");
    CHECK(house.subscribe(house.plugin, "saved") == topic);
    house.emit(house.plugin, "saved", "[1]");
    const auto event = house.tool.take();
    CHECK(event.header.kind == frame_kind::event);
    CHECK(event.header.route == topic);
    CHECK(event.header.flags == 0);
    CHECK(event.payload == "[1]");
    CHECK(house.plugin.frames.empty());
    house.emit(house.plugin, "other");
    CHECK(house.tool.frames.empty());
}

TEST_CASE("an emitter that knows the number may use it", "[broker][routing]") {
    routing_house house;
    const auto topic = house.subscribe(house.plugin, "saved");
    house.subscribe(house.tool, "saved");
    house.subscribe(house.host, "*");
    house.say(house.plugin, {.kind = frame_kind::event, .route = topic}, "[2]");
    CHECK(house.tool.take().payload == "[2]");
    CHECK(house.host.take().name() == "saved");
    house.say(house.plugin, {.kind = frame_kind::event, .route = route_id{999}}, "[2]");
    CHECK(house.plugin.cut_because);
}

TEST_CASE("who subscribed to everything gets names", "[broker][routing]") {
    routing_house house;
    house.subscribe(house.tool, "*");
    house.emit(house.plugin, "never.seen.before", "[3]");
    const auto event = house.tool.take();
    CHECK(event.header.flags == wire::frame_flag::named);
    CHECK(event.name() == "never.seen.before");
    CHECK(event.rest() == "[3]");
}

TEST_CASE("to a page, `*` is a topic like any other", "[broker][routing]") {
    routing_house house;
    house.subscribe(house.page, "*");
    house.emit(house.plugin, "saved", "[1]");
    CHECK(house.page.frames.empty());
    house.emit(house.plugin, "*", "[2]");
    CHECK(house.page.take().payload == "[2]");
    house.say_named(house.page, {.kind = frame_kind::unsubscribe, .request = request_id{4}}, "*");
    CHECK(house.page.self.use.used(routing::resource::subscriptions) == 0);
}

TEST_CASE("a page that takes a topic over from its host misses no event and hears none twice",
          "[broker][routing]") {
    routing_house house;
    const auto topic = house.subscribe(house.host2, "saved");
    house.subscribe(house.host, "saved");
    const auto take_over = [&](fake_peer& who) {
        house.say_named(who,
                        {.kind = frame_kind::subscribe,
                         .code = wire::subscribe_trait::in_place_of_host,
                         .request = request_id{9}},
                        "saved");
        return who.take().header.route;
    };
    house.emit(house.plugin, "saved", "[1]");
    CHECK(take_over(house.page) == topic);
    house.emit(house.plugin, "saved", "[2]");
    CHECK(house.host2.take().payload == "[1]");
    CHECK(house.host2.frames.empty());
    CHECK(house.host2.self.use.used(routing::resource::subscriptions) == 0);
    CHECK(house.page.take().payload == "[2]");
    CHECK(house.page.frames.empty());
    CHECK(house.host.frames.size() == 2);  // Not its host.

    // Of what its host does not hear it is a subscription like any other.
    CHECK(take_over(house.page) == topic);
    CHECK(house.page.self.use.used(routing::resource::subscriptions) == 1);
    // Nobody else has a host.
    house.subscribe(house.host2, "saved");
    CHECK(take_over(house.tool) == topic);
    house.emit(house.plugin, "saved", "[3]");
    CHECK(house.host2.take().payload == "[3]");
    CHECK(house.tool.take().payload == "[3]");
}

TEST_CASE("a page that takes over from its host is not told again what is kept",
          "[broker][routing]") {
    routing_house house;
    const std::string name{"fairlead/plugin/greeter"};
    house.subscribe(house.host2, name);
    house.dispatcher.publish(name, "[1]", house.now);
    CHECK(house.host2.take().payload == "[1]");
    house.say_named(house.page,
                    {.kind = frame_kind::subscribe,
                     .code = wire::subscribe_trait::in_place_of_host,
                     .request = request_id{9}},
                    name);
    CHECK(house.page.take().header.kind == frame_kind::result);
    CHECK(house.page.frames.empty());
}

TEST_CASE("a subscriber of both gets an event once, by number", "[broker][routing]") {
    routing_house house;
    house.subscribe(house.tool, "*");
    const auto topic = house.subscribe(house.tool, "saved");
    house.emit(house.plugin, "saved");
    CHECK(house.tool.take().header.route == topic);
    CHECK(house.tool.frames.empty());
}

TEST_CASE("an unsubscription ends it, and a gone subscriber is forgotten", "[broker][routing]") {
    routing_house house;
    house.subscribe(house.tool, "saved");
    house.subscribe(house.tool, "*");
    house.subscribe(house.host, "saved");
    CHECK(house.tool.self.use.used(routing::resource::subscriptions) == 2);
    for (auto const* topic : {"saved", "*"}) {
        house.say_named(house.tool, {.kind = frame_kind::unsubscribe, .request = request_id{4}},
                        topic);
        CHECK(house.tool.take().header.kind == frame_kind::result);
    }
    CHECK(house.tool.self.use.used(routing::resource::subscriptions) == 0);
    house.gone(house.host);
    house.emit(house.plugin, "saved");
    CHECK(house.tool.frames.empty());
    CHECK(house.host.frames.empty());
}

TEST_CASE("subscribing twice counts and delivers once", "[broker][routing]") {
    routing_house house;
    house.subscribe(house.tool, "saved");
    house.subscribe(house.tool, "saved");
    CHECK(house.tool.self.use.used(routing::resource::subscriptions) == 1);
    house.emit(house.plugin, "saved");
    house.tool.take();
    CHECK(house.tool.frames.empty());
}

TEST_CASE("an event that its subscriber cannot take is dropped and counted", "[broker][routing]") {
    routing_house house;
    house.subscribe(house.tool, "saved");
    house.subscribe(house.host, "saved");
    house.tool.answer = routing::push_result::full;
    house.emit(house.plugin, "saved");
    CHECK(house.counters.events_dropped == 1);
    CHECK(house.counters.events_delivered == 1);
    CHECK(house.host.frames.size() == 1);
    CHECK_FALSE(house.tool.cut_because);
}

TEST_CASE("nobody but the broker may speak under fairlead/", "[broker][routing]") {
    routing_house house;
    const auto topic = house.subscribe(house.tool, "fairlead/plugin/greeter");
    house.emit(house.plugin, "fairlead/plugin/greeter");
    house.say(house.plugin, {.kind = frame_kind::event, .route = topic}, "[]");
    house.say_named(house.plugin, {.kind = frame_kind::event, .request = request_id{6}},
                    "fairlead/x");
    CHECK(house.tool.frames.empty());
    const auto error = house.plugin.take();
    CHECK(error.code() == errc::denied);
    CHECK(error.header.request == request_id{6});
    CHECK_FALSE(house.plugin.cut_because);
}

TEST_CASE("news of the development are a tool's to tell, and nobody else's", "[broker][routing]") {
    routing_house house;
    const std::string topic = "fairlead/dev/build";
    house.subscribe(house.host2, topic);
    house.emit(house.plugin, topic);
    house.emit(house.host, topic);
    house.say(house.host, {.kind = frame_kind::invoke},
              R"(EE{"name":"fairlead/dev/build","data":[]})");
    CHECK(house.host2.frames.empty());
    house.emit(house.tool, topic);
    CHECK(house.host2.frames.size() == 1);
    house.host2.frames.clear();
    house.emit(house.tool, "fairlead/development");
    house.emit(house.tool, "fairlead/window/second-instance");
    CHECK(house.host2.frames.empty());
}

TEST_CASE("news of the window are a host's to tell, not its page's, and are not kept",
          "[broker][routing]") {
    routing_house house;
    const std::string topic = "fairlead/window/second-instance";
    house.subscribe(house.tool, topic);
    house.emit(house.plugin, topic);
    house.say(house.host, {.kind = frame_kind::invoke},
              R"(EE{"name":"fairlead/window/second-instance","data":[]})");
    CHECK(house.tool.frames.empty());
    house.emit(house.host, topic);
    CHECK(house.tool.frames.size() == 1);
    house.subscribe(house.plugin, topic);
    for (auto const& frame : house.plugin.frames) CHECK(frame.header.kind != frame_kind::event);
}

TEST_CASE("the broker's own topics tell newcomers their last value", "[broker][routing]") {
    routing_house house;
    house.dispatcher.publish("fairlead/plugin/greeter", "[1]", house.now);
    house.dispatcher.publish("fairlead/plugin/greeter", "[2]", house.now);
    const auto topic = house.subscribe(house.tool, "fairlead/plugin/greeter");
    const auto last = house.tool.take();
    CHECK(last.header.route == topic);
    CHECK(last.payload == "[2]");
    house.subscribe(house.host, "*");
    CHECK(house.host.take().rest() == "[2]");

    house.dispatcher.publish("fairlead/plugin/greeter", "[3]", house.now);
    CHECK(house.tool.take().payload == "[3]");
    CHECK(house.host.take().name() == "fairlead/plugin/greeter");
}

TEST_CASE("a subscription without a valid topic cuts its sender", "[broker][routing]") {
    routing_house house;
    house.say(house.tool, {.kind = frame_kind::subscribe, .request = request_id{1}}, "x");
    CHECK(house.tool.cut_because);
}

TEST_CASE("subscriptions are bounded", "[broker][routing]") {
    routing_house house;
    house.tool.self.use.take(routing::resource::subscriptions, wire::subscriptions_max);
    house.say_named(house.tool, {.kind = frame_kind::subscribe, .request = request_id{1}}, "x");
    CHECK(house.tool.take().code() == errc::overloaded);
}

TEST_CASE("what a host has heard among all topics is not kept for its page", "[broker][routing]") {
    routing_house house;
    house.subscribe(house.host, "*");
    house.dispatcher.await_page(house.now);
    house.emit(house.plugin, "news", "[1]");
    CHECK(house.host.take().rest() == "[1]");
    house.subscribe(house.host, "news");
    CHECK(house.host.frames.empty());
}
