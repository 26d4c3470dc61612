// SPDX-License-Identifier: MIT
//
// idempotent_test — calls that are sent again, new builds that take over: routing alone.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/offer_traits.hpp>

using namespace fairlead;
using namespace fairlead::tests;
using routing::outlook;
using wire::frame_kind;

namespace {

struct house : routing_house {
    fake_peer next{wire::peer_role::plugin, plugin.self.name, 90};

    void offer_to(fake_peer& who, std::string_view name, std::uint16_t traits,
                  std::uint32_t handler = 0) {
        say_named(
            who,
            {.kind = frame_kind::offer, .code = traits, .request = request_id{1}, .aux = handler},
            name);
        CHECK(who.take().header.kind == frame_kind::result);
    }
    void die(fake_peer& who) { dispatcher.on_gone(who.self, now); }
    void come(fake_peer& who, std::uint16_t traits) {
        offer_to(who, "m", traits);
        ready(who);
    }
    void begin(std::uint16_t traits) {
        dispatcher.on_plugin(plugin.self.name, outlook::running, now);
        come(plugin, traits);
        call(tool, 1, "m", "[7]", 9'000);
        CHECK(plugin.take().payload == "[7]");
    }
};

}  // namespace

TEST_CASE("a call of an idempotent method goes on with the next process", "[broker][routing]") {
    house one;
    one.begin(wire::offer_trait::idempotent);
    one.pass(std::chrono::seconds{1});
    one.die(one.plugin);
    CHECK(one.tool.frames.empty());
    CHECK(one.tool.self.use.used(routing::resource::calls) == 1);
    one.come(one.next, wire::offer_trait::idempotent);
    const auto again = one.next.take();
    CHECK(again.payload == "[7]");
    CHECK(again.header.deadline_ms == 8'000);
    one.result(one.next, again.header.request, "8");
    CHECK(one.tool.take().payload == "8");
    CHECK(one.tool.self.use.used(routing::resource::calls) == 0);
}

TEST_CASE("a call is sent again once: its plugins may die of it", "[broker][routing]") {
    house one;
    one.begin(wire::offer_trait::idempotent);
    one.die(one.plugin);
    one.come(one.next, wire::offer_trait::idempotent);
    one.next.take();
    one.die(one.next);
    CHECK(one.tool.take().code() == errc::backend_gone);
}

TEST_CASE("other calls, and those of plugins that stay away, are not sent again",
          "[broker][routing]") {
    house one;
    const bool idempotent = GENERATE(true, false);
    one.begin(idempotent ? wire::offer_trait::idempotent : std::uint16_t{0});
    if (idempotent) one.dispatcher.on_plugin(one.plugin.self.name, outlook::gone, one.now);
    one.die(one.plugin);
    CHECK(one.tool.take().code() == errc::backend_gone);
}

TEST_CASE("a call that was taken back is not sent again", "[broker][routing]") {
    house one;
    one.begin(wire::offer_trait::idempotent);
    one.say(one.tool, {.kind = frame_kind::cancel, .request = request_id{1}});
    CHECK(one.tool.take().code() == errc::cancelled);
    one.die(one.plugin);
    one.come(one.next, wire::offer_trait::idempotent);
    one.next.frames.clear();
    CHECK(one.tool.frames.empty());
}

TEST_CASE("an understudy's offers wait, and then all are in force at once", "[broker][routing]") {
    house one;
    one.begin(0);
    one.next.self.part = routing::peer_part::understudy;
    one.offer_to(one.next, "m", 0, 5);
    one.offer_to(one.next, "new", 0, 6);
    one.call(one.tool, 2, "m", "[2]");
    CHECK(one.plugin.take().payload == "[2]");
    one.call(one.tool, 3, "new");
    CHECK(one.tool.take().code() == errc::no_such_method);

    one.dispatcher.take_over(&one.plugin.self, one.next.self, one.now);
    one.ready(one.next);
    one.call(one.tool, 4, "m", "[4]");
    CHECK(one.next.take().header.route == route_id{5});
    one.call(one.tool, 5, "new");
    CHECK(one.next.take().header.route == route_id{6});
    CHECK(one.plugin.frames.empty());
    // What the old one had begun it finishes.
    one.result(one.plugin, request_id{0}, "1");
    one.die(one.plugin);
    CHECK(one.next.self.use.used(routing::resource::offers) == 2);
    one.call(one.tool, 6, "m", "[6]");
    CHECK(one.next.take().payload == "[6]");
}

TEST_CASE("an understudy may offer twice, and withdraw", "[broker][routing]") {
    house one;
    one.begin(0);
    one.next.self.part = routing::peer_part::understudy;
    one.offer_to(one.next, "m", 0, 5);
    one.offer_to(one.next, "m", 0, 6);
    one.offer_to(one.next, "new", 0, 7);
    CHECK(one.next.self.use.used(routing::resource::offers) == 2);
    one.say_named(one.next, {.kind = frame_kind::withdraw, .request = request_id{2}}, "new");
    CHECK(one.next.take().header.kind == frame_kind::result);
    one.say_named(one.next, {.kind = frame_kind::withdraw, .request = request_id{3}}, "new");
    CHECK(one.next.take().code() == errc::no_such_method);
    one.ready(one.next);
    one.dispatcher.take_over(&one.plugin.self, one.next.self, one.now);
    CHECK(one.next.self.use.used(routing::resource::offers) == 1);
    one.call(one.tool, 2, "m", "[2]");
    CHECK(one.next.take().header.route == route_id{6});
    one.call(one.tool, 3, "new");
    CHECK(one.tool.take().code() == errc::no_such_method);
}

TEST_CASE("what waited for the old build goes to the new one before later calls",
          "[broker][routing]") {
    routing_house one;
    fake_peer next{wire::peer_role::plugin, "greeter", 9};
    one.offer(one.plugin, "m");  // Not ready: calls wait.
    one.call(one.tool, 1, "m", "[1]");
    next.self.part = routing::peer_part::understudy;
    one.offer(next, "m");
    one.ready(next);
    one.dispatcher.take_over(&one.plugin.self, next.self, one.now);
    one.call(one.tool, 2, "m", "[2]");
    CHECK(next.take().payload == "[1]");
    CHECK(next.take().payload == "[2]");
}

TEST_CASE("a build that was replaced offers nothing any more", "[broker][routing]") {
    house one;
    one.begin(0);
    one.next.self.part = routing::peer_part::understudy;
    one.dispatcher.take_over(&one.plugin.self, one.next.self, one.now);
    one.say_named(one.plugin, {.kind = frame_kind::offer, .request = request_id{9}}, "m");
    CHECK(one.plugin.take().code() == errc::denied);
}

TEST_CASE("an understudy that leaves leaves nothing", "[broker][routing]") {
    house one;
    one.begin(0);
    one.next.self.part = routing::peer_part::understudy;
    one.offer_to(one.next, "m", 0);
    one.die(one.next);
    one.call(one.tool, 2, "m", "[2]");
    CHECK(one.plugin.take().payload == "[2]");
}

TEST_CASE("the first call of a plugin that sleeps wakes it, once", "[broker][routing]") {
    house one;
    one.dispatcher.on_promise("lazy", {"lazy.read"});
    one.dispatcher.on_plugin("lazy", outlook::asleep, one.now);
    one.call(one.tool, 1, "lazy.other");
    CHECK(one.tool.take().code() == errc::no_such_method);
    CHECK(one.dispatcher.take_wanted().empty());
    one.call(one.tool, 2, "lazy.read", "[1]");
    one.call(one.tool, 3, "lazy.read", "[2]");
    CHECK(one.dispatcher.take_wanted() == std::vector<std::string>{"lazy"});
    CHECK(one.tool.frames.empty());
    fake_peer lazy{wire::peer_role::plugin, "lazy", 91};
    one.offer_to(lazy, "lazy.read", 0);
    one.ready(lazy);
    CHECK(lazy.take().payload == "[1]");
    CHECK(lazy.take().payload == "[2]");
}

TEST_CASE("the next process has the names of one whose session is only about to end",
          "[broker][routing]") {
    house one;
    one.begin(0);
    one.dispatcher.on_leaving(one.plugin.self);
    one.call(one.tool, 2, "m", "[2]");
    CHECK(one.tool.frames.empty());  // It waits.
    one.come(one.next, 0);
    CHECK(one.next.take().payload == "[2]");
    one.dispatcher.on_plugin(one.plugin.self.name, outlook::running, one.now);
    // The first is taken away later, and its successor stays what it is.
    one.die(one.plugin);
    CHECK(one.tool.take().code() == errc::backend_gone);
    one.call(one.tool, 3, "other");
    CHECK(one.tool.take().code() == errc::no_such_method);
    one.call(one.tool, 4, "m", "[4]");
    CHECK(one.next.take().payload == "[4]");
}
