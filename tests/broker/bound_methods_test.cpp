// SPDX-License-Identifier: MIT
//
// bound_methods_test — which method an obfuscated front end means by a number.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using broker::routing::outlook;
using Catch::Matchers::Contains;

namespace {

/// Two plugins of which the app's list names `files` first.
struct bound_house : routing_house {
    bound_house() {
        set("files", outlook::starting);
        set("greeter", outlook::starting);
        std::uint32_t handler = 0;
        for (auto const* name : {"main.App.Slow", "main.App.Greet", "main.Ship.Sail", "tool",
                                 "main.App.Add", ":x.y.z", "a.b.c.d"})
            offer(plugin, name, handler++);
        offer(other, "files.Store.Read", 0);
        start(plugin, "greeter");
        start(other, "files");
    }
    void set(std::string_view name, outlook now_is) { dispatcher.on_plugin(name, now_is, now); }
    void start(fake_peer& who, std::string_view name) {
        ready(who);
        set(name, outlook::running);
    }
    void call_number(int number) {
        invoke(page, "c{\"id\":" + std::to_string(number) + ",\"args\":[1],\"callbackID\":\"n\"}");
    }
};

}  // namespace

TEST_CASE("methods have numbers in the order of plugins and types, then by the alphabet",
          "[broker][routing]") {
    bound_house house;
    house.call_number(0);
    CHECK(house.other.take().header.route == route_id{0});
    // Add, Greet, Slow of App, then Ship.
    for (auto const& [number, handler] : {std::pair{1, 4u}, {2, 1u}, {3, 0u}, {4, 2u}}) {
        CAPTURE(number);
        house.call_number(number);
        const auto call = house.plugin.take();
        CHECK(call.header.route == route_id{handler});
        CHECK(call.payload == "[1]");
    }
}

TEST_CASE("a number that no method has is refused in words", "[broker][routing]") {
    bound_house house;
    house.call_number(5);
    CHECK_THAT(house.page.take().payload,
               Contains("no method has the number 5") && Contains("no-such-method"));
}

TEST_CASE("numbers stay while a plugin is restarted, and such a call waits for it",
          "[broker][routing]") {
    bound_house house;
    house.gone(house.other);
    house.set("files", outlook::coming_back);
    house.call_number(2);
    CHECK(house.plugin.take().header.route == route_id{1});
    house.call_number(0);
    CHECK(house.page.frames.empty());
    fake_peer again{wire::peer_role::plugin, "files", 9};
    house.offer(again, "files.Store.Read", 3);
    house.start(again, "files");
    CHECK(again.take().header.route == route_id{3});
}

TEST_CASE("a call by number waits until all plugins have said what they offer",
          "[broker][routing]") {
    routing_house house;
    house.dispatcher.on_plugin("files", outlook::starting, house.now);
    house.dispatcher.on_plugin("greeter", outlook::starting, house.now);
    house.offer(house.plugin, "main.App.Greet", 7);
    house.ready(house.plugin);
    house.dispatcher.on_plugin("greeter", outlook::running, house.now);
    house.invoke(house.page, R"(c{"id":0,"args":[],"callbackID":"n"})");
    CHECK(house.plugin.frames.empty());
    house.offer(house.other, "files.Store.Read", 3);
    house.ready(house.other);
    house.dispatcher.on_plugin("files", outlook::running, house.now);
    CHECK(house.other.take().header.route == route_id{3});
}
