// SPDX-License-Identifier: MIT
//
// parking_test — calls that come before their plugin does.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using routing::outlook;
using wire::frame_kind;

namespace {

void announce(routing_house& house, std::string_view plugin, outlook now_is) {
    house.dispatcher.on_plugin(plugin, now_is, house.now);
}

}  // namespace

TEST_CASE("a call for a plugin that still starts waits until it is ready", "[broker][routing]") {
    routing_house house;
    announce(house, "greeter", outlook::starting);
    house.call(house.tool, 1, "main.App.Greet", "[1]", 3'000);
    CHECK(house.tool.frames.empty());
    house.offer(house.plugin, "main.App.Greet", 7);
    CHECK(house.plugin.frames.empty());

    house.pass(1'000ms);
    house.ready(house.plugin);
    const auto call = house.plugin.take();
    CHECK(call.header.route == route_id{7});
    CHECK(call.payload == "[1]");
    CHECK(call.header.deadline_ms == 2'000);
    house.result(house.plugin, call.header.request, "1");
    CHECK(house.tool.take().header.request == request_id{1});
    CHECK(house.tool.self.use.used(routing::resource::calls) == 0);
}

TEST_CASE("parked calls go on in the order in which they came", "[broker][routing]") {
    routing_house house;
    announce(house, "greeter", outlook::starting);
    for (std::uint64_t i = 1; i <= 3; ++i)
        house.call(house.tool, i, "m", "[" + std::to_string(i) + "]");
    house.offer(house.plugin, "m");
    house.ready(house.plugin);
    for (auto const* args : {"[1]", "[2]", "[3]"}) CHECK(house.plugin.take().payload == args);
}

TEST_CASE("when all plugins are ready a name that nobody offers is refused", "[broker][routing]") {
    routing_house house;
    announce(house, "greeter", outlook::starting);
    announce(house, "files", outlook::starting);
    house.call(house.tool, 1, "nobody.has.it");
    announce(house, "greeter", outlook::running);
    CHECK(house.tool.frames.empty());
    announce(house, "files", outlook::running);
    CHECK(house.tool.take().code() == errc::no_such_method);
}

TEST_CASE("the list of methods waits until every plugin has started", "[broker][routing]") {
    routing_house house;
    fake_peer broker{wire::peer_role::tool, "broker", 99};
    house.dispatcher.offer_own(broker.self, "fairlead.methods", 1);
    announce(house, "greeter", outlook::starting);
    house.call(house.tool, 1, "fairlead.methods");
    CHECK(broker.frames.empty());
    announce(house, "greeter", outlook::running);
    CHECK(broker.take().header.kind == wire::frame_kind::call);
}

TEST_CASE("a call during a restart waits for the plugin that offered it last",
          "[broker][routing]") {
    routing_house house;
    announce(house, "greeter", outlook::running);
    house.offer(house.plugin, "m");
    house.ready(house.plugin);
    house.gone(house.plugin);
    house.call(house.tool, 1, "m");
    CHECK(house.tool.frames.empty());
    house.call(house.tool, 2, "unknown");
    CHECK(house.tool.take().code() == errc::no_such_method);

    fake_peer again{wire::peer_role::plugin, "greeter", 20};
    announce(house, "greeter", outlook::coming_back);
    house.offer(again, "m", 3);
    house.ready(again);
    CHECK(again.take().header.route == route_id{3});
}

TEST_CASE("a parked call whose plugin is given up hears backend-gone", "[broker][routing]") {
    routing_house house;
    announce(house, "greeter", outlook::running);
    house.offer(house.plugin, "m");
    house.ready(house.plugin);
    house.gone(house.plugin);
    house.call(house.tool, 1, "m");
    announce(house, "greeter", outlook::gone);
    const auto error = house.tool.take();
    CHECK(error.code() == errc::backend_gone);
    CHECK_THAT(error.message(), Contains("plugin 'greeter'"));
}

TEST_CASE("a call is parked for a bounded time", "[broker][routing]") {
    routing_house house;
    announce(house, "greeter", outlook::starting);
    house.call(house.tool, 1, "m");
    house.call(house.tool, 2, "m", "[]", 100);
    CHECK(house.dispatcher.next_deadline() == house.now + 100ms);
    house.pass(100ms);
    CHECK(house.tool.take().code() == errc::timeout);
    house.pass(4'899ms);
    CHECK(house.tool.frames.empty());
    house.pass(1ms);
    const auto error = house.tool.take();
    CHECK(error.code() == errc::backend_gone);
    CHECK_THAT(error.message(), Contains("plugin 'greeter' did not get ready"));
    CHECK(house.dispatcher.next_deadline() == routing::never);
}

TEST_CASE("parked calls are bounded in number and bytes", "[broker][routing]") {
    routing_house house{{.calls_max = 2, .bytes_max = 4'000}};
    announce(house, "greeter", outlook::starting);
    house.call(house.tool, 1, "m", std::string(3'900, ' '));
    const auto too_many_bytes = house.tool.take();
    CHECK(too_many_bytes.code() == errc::overloaded);
    house.call(house.tool, 2, "m");
    house.call(house.tool, 3, "m");
    house.call(house.tool, 4, "m");
    const auto too_many = house.tool.take();
    CHECK(too_many.code() == errc::overloaded);
    CHECK_THAT(too_many.message(), Contains("plugin 'greeter' is starting"));
    CHECK(house.tool.self.use.used(routing::resource::calls) == 2);
}

TEST_CASE("a parked call can be cancelled, forgotten with its page, and go with its caller",
          "[broker][routing]") {
    routing_house house;
    announce(house, "greeter", outlook::starting);
    house.call(house.tool, 1, "m");
    house.say(house.tool, {.kind = frame_kind::cancel, .request = request_id{1}});
    CHECK(house.tool.take().code() == errc::cancelled);

    house.invoke(house.host, R"(C{"name":"m","callbackID":"a"})", 1);
    house.invoke(house.host, R"(C{"name":"m","callbackID":"b"})", 2);
    house.say(house.host, {.kind = frame_kind::forget, .aux = 1});
    CHECK(house.dispatcher.calls().parked() == 1);
    house.gone(house.host);
    CHECK(house.dispatcher.calls().parked() == 0);
    CHECK(house.host.frames.empty());
    CHECK(house.host.self.use.used(routing::resource::calls) == 0);
}

TEST_CASE("a page's parked call keeps its short callback id", "[broker][routing]") {
    routing_house house;
    announce(house, "greeter", outlook::starting);
    for (int i = 0; i < 40; ++i)
        house.invoke(house.host, R"(C{"name":"m","callbackID":"id-)" + std::to_string(i) + R"("})");
    house.offer(house.plugin, "m");
    house.ready(house.plugin);
    for (int i = 0; i < 40; ++i) {
        house.result(house.plugin, house.plugin.take().header.request, "1");
        CHECK_THAT(house.host.take().payload,
                   Contains("\"callbackid\":\"id-" + std::to_string(i) + "\""));
    }
}

TEST_CASE("a plugin started by hand takes no call before it is ready", "[broker][routing]") {
    routing_house house;
    house.offer(house.plugin, "m");
    house.call(house.tool, 1, "m");
    CHECK(house.plugin.frames.empty());
    house.ready(house.plugin);
    CHECK(house.plugin.take().header.kind == frame_kind::call);
}

TEST_CASE("a name offered later frees the calls that wait for it", "[broker][routing]") {
    routing_house house;
    announce(house, "slow.starter", outlook::starting);
    house.ready(house.plugin);
    house.call(house.tool, 1, "late");
    house.say_named(house.plugin, {.kind = frame_kind::offer, .request = request_id{9}}, "late");
    CHECK(house.plugin.take().header.kind == frame_kind::result);
    CHECK(house.plugin.take().header.kind == frame_kind::call);
}

TEST_CASE("a call to a plugin that is just being cut waits for its restart", "[broker][routing]") {
    routing_house house;
    announce(house, "greeter", outlook::running);
    const auto route = house.offer(house.plugin, "m");
    house.ready(house.plugin);
    house.plugin.answer = routing::push_result::gone;
    house.call(house.tool, 1, route);
    CHECK(house.tool.frames.empty());
    house.gone(house.plugin);
    CHECK(house.tool.frames.empty());
    CHECK(house.dispatcher.calls().parked() == 1);
}
