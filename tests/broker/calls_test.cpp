// SPDX-License-Identifier: MIT
//
// calls_test — every call settles exactly once, whatever happens.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/limits.hpp>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using routing::push_result;
using wire::frame_kind;

namespace {

struct greeter_house : routing_house {
    route_id greet;
    explicit greeter_house(routing::parking_limits parking = {}) : routing_house{parking} {
        greet = offer(plugin, "main.App.Greet", 7);
        ready(plugin);
    }
};

}  // namespace

TEST_CASE("a call by name goes to its provider's handler index, with the arguments untouched",
          "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 11, "main.App.Greet", R"( ["Ada" ] )", 250);
    const auto call = house.plugin.take();
    CHECK(call.header.kind == frame_kind::call);
    CHECK(call.header.route == route_id{7});
    CHECK(call.header.deadline_ms == 250);
    CHECK(call.header.flags == 0);
    CHECK(call.payload == R"( ["Ada" ] )");
}

TEST_CASE("a result comes home under the caller's own number and teaches it the route",
          "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 11, "main.App.Greet");
    house.result(house.plugin, house.plugin.take().header.request, R"("hi")");
    const auto result = house.tool.take();
    CHECK(result.header.kind == frame_kind::result);
    CHECK(result.header.request == request_id{11});
    CHECK(result.header.route == house.greet);
    CHECK(result.payload == R"("hi")");

    house.call(house.tool, 12, house.greet, "[1]");
    CHECK(house.plugin.take().header.route == route_id{7});
}

TEST_CASE("two callers with the same request number are not mixed up", "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 1, house.greet);
    house.call(house.host, 1, house.greet);
    const auto first = house.plugin.take().header.request;
    const auto second = house.plugin.take().header.request;
    REQUIRE(first != second);
    house.result(house.plugin, second, "2");
    CHECK(house.tool.frames.empty());
    CHECK(house.host.take().payload == "2");
    house.result(house.plugin, first, "1");
    CHECK(house.tool.take().payload == "1");
}

TEST_CASE("an error keeps its code, message and data", "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 1, house.greet);
    house.error(house.plugin, house.plugin.take().header.request, errc::app_error, "no such user",
                R"({"id":4})");
    const auto error = house.tool.take();
    CHECK(error.header.kind == frame_kind::error);
    CHECK(error.code() == errc::app_error);
    CHECK(error.message() == "no such user");
    CHECK(error.data() == R"({"id":4})");
}

TEST_CASE("an error whose message is said to be longer than its payload is cut to size",
          "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 1, house.greet);
    house.say(house.plugin,
              {.kind = frame_kind::error,
               .code = 60'000,
               .request = house.plugin.take().header.request,
               .aux = 1u << 30},
              "short");
    const auto error = house.tool.take();
    CHECK(error.code() == errc::protocol_error);
    CHECK(error.header.aux == 5);
    CHECK(error.message() == "short");
}

TEST_CASE("a second answer is dropped and counted, even when the slot serves a new call",
          "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 1, house.greet);
    const auto first = house.plugin.take().header.request;
    house.result(house.plugin, first, "1");
    house.tool.take();
    house.call(house.tool, 2, house.greet);
    house.result(house.plugin, first, "stale");
    CHECK(house.tool.frames.empty());
    CHECK(house.counters.late_replies == 1);
    house.result(house.plugin, house.plugin.take().header.request, "2");
    CHECK(house.tool.take().payload == "2");
}

TEST_CASE("an answer from somebody who does not owe it is dropped", "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 1, house.greet);
    const auto request = house.plugin.take().header.request;
    house.result(house.other, request, R"("forged")");
    CHECK(house.tool.frames.empty());
    house.result(house.plugin, request, R"("real")");
    CHECK(house.tool.take().payload == R"("real")");
}

TEST_CASE("a name that nobody offers is an error that helps", "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 1, "main.App.Gret");
    const auto error = house.tool.take();
    CHECK(error.code() == errc::no_such_method);
    CHECK_THAT(error.message(), Contains("nobody offers 'main.App.Gret'"));
    CHECK_THAT(error.message(), Contains("did you mean 'main.App.Greet'?"));
    house.call(house.tool, 2, "something.else.entirely");
    CHECK(house.tool.take().message() == "nobody offers 'something.else.entirely'");
    house.call(house.tool, 3, "main.App.Nope");
    CHECK(house.tool.take().message() == "nobody offers 'main.App.Nope'");
}

TEST_CASE("a route that was never given out is an error, not a crash", "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 1, route_id{4'000'000'000});
    CHECK(house.tool.take().code() == errc::protocol_error);
    house.call(house.tool, 2, no_route);
    CHECK(house.tool.take().code() == errc::protocol_error);
}

TEST_CASE("a name that breaks the rules cuts its sender", "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 1, "two\nlines");
    REQUIRE(house.tool.cut_because);
    CHECK(house.tool.cut_because->first == errc::protocol_error);
    CHECK(house.plugin.frames.empty());
}

TEST_CASE("when a provider is gone its callers hear backend-gone and which call it was",
          "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 1, house.greet);
    house.call(house.host, 2, house.greet);
    house.gone(house.plugin);
    const auto error = house.tool.take();
    CHECK(error.code() == errc::backend_gone);
    CHECK(error.message() ==
          "plugin 'greeter' (pid 1001) ended before it answered 'main.App.Greet'");
    CHECK(house.host.take().code() == errc::backend_gone);
    CHECK(house.dispatcher.calls().in_flight() == 0);
    CHECK(house.counters.orphans == 2);
    house.call(house.tool, 3, house.greet);
    CHECK(house.tool.take().code() == errc::no_such_method);
}

TEST_CASE("when a caller is gone its calls are cancelled at the provider", "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 1, house.greet);
    const auto request = house.plugin.take().header.request;
    house.gone(house.tool);
    const auto cancel = house.plugin.take();
    CHECK(cancel.header.kind == frame_kind::cancel);
    CHECK(cancel.header.request == request);
    house.result(house.plugin, request, "1");
    CHECK(house.tool.frames.empty());
    CHECK(house.counters.late_replies == 1);
}

TEST_CASE("a peer that calls itself and goes is settled without answers to anybody",
          "[broker][routing]") {
    greeter_house house;
    house.call(house.plugin, 1, house.greet);
    house.plugin.take();
    house.gone(house.plugin);
    CHECK(house.plugin.frames.empty());
    CHECK(house.dispatcher.calls().in_flight() == 0);
}

TEST_CASE("a cancelled call is answered with cancelled, and its provider is told",
          "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 1, house.greet);
    house.call(house.tool, 2, house.greet);
    const auto first = house.plugin.take().header.request;
    house.plugin.take();
    house.say(house.tool, {.kind = frame_kind::cancel, .request = request_id{1}});
    const auto error = house.tool.take();
    CHECK(error.header.request == request_id{1});
    CHECK(error.code() == errc::cancelled);
    CHECK(house.plugin.take().header.request == first);
    house.say(house.tool, {.kind = frame_kind::cancel, .request = request_id{1}});
    house.say(house.host, {.kind = frame_kind::cancel, .request = request_id{2}});
    CHECK(house.tool.frames.empty());
    CHECK(house.plugin.frames.empty());
    CHECK(house.dispatcher.calls().in_flight() == 1);
}

TEST_CASE("a deadline that passes is a timeout for the caller and a cancel for the provider",
          "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 1, "main.App.Greet", "[]", 250);
    CHECK(house.dispatcher.next_deadline() == house.now + 250ms);
    const auto request = house.plugin.take().header.request;
    house.pass(249ms);
    CHECK(house.tool.frames.empty());
    house.pass(1ms);
    const auto error = house.tool.take();
    CHECK(error.code() == errc::timeout);
    CHECK_THAT(error.message(), Contains("'main.App.Greet'") && Contains("within 250 ms"));
    const auto cancel = house.plugin.take();
    CHECK(cancel.header.kind == frame_kind::cancel);
    CHECK(cancel.header.request == request);
    CHECK(house.dispatcher.next_deadline() == routing::never);
    house.result(house.plugin, request, "1");
    CHECK(house.tool.frames.empty());
}

TEST_CASE("a provider that takes no more calls is named to the caller", "[broker][routing]") {
    greeter_house house;
    house.plugin.answer = push_result::full;
    house.call(house.tool, 1, house.greet);
    const auto error = house.tool.take();
    CHECK(error.code() == errc::overloaded);
    CHECK_THAT(error.message(), Contains("plugin 'greeter' (pid 1001)") && Contains("2.0 s"));
    CHECK(house.dispatcher.calls().in_flight() == 0);
    CHECK(house.tool.self.use.used(routing::resource::calls) == 0);
}

TEST_CASE("a caller that does not take its answers is cut, and nobody else", "[broker][routing]") {
    greeter_house house;
    house.call(house.tool, 1, house.greet);
    house.tool.answer = push_result::full;
    house.result(house.plugin, house.plugin.take().header.request, "1");
    REQUIRE(house.tool.cut_because);
    CHECK(house.tool.cut_because->first == errc::overloaded);
    CHECK_THAT(house.tool.cut_because->second, Contains("tool 'cli'") && Contains("3.0 MiB"));
    CHECK_FALSE(house.plugin.cut_because);
}

TEST_CASE("calls in flight are bounded for each caller, and given back", "[broker][routing]") {
    greeter_house house;
    for (std::uint32_t i = 0; i < wire::calls_in_flight_max; ++i)
        house.call(house.tool, i + 1, house.greet);
    CHECK(house.tool.self.use.used(routing::resource::calls) == wire::calls_in_flight_max);
    house.call(house.tool, 1u << 30, house.greet);
    const auto error = house.tool.take();
    CHECK(error.code() == errc::overloaded);
    CHECK_THAT(error.message(), Contains("65536 calls in flight"));
    house.call(house.host, 1, house.greet);
    CHECK(house.host.frames.empty());
    house.result(house.plugin, house.plugin.take().header.request, "1");
    house.tool.take();
    house.call(house.tool, 1, house.greet);
    CHECK(house.tool.frames.empty());
}

TEST_CASE("results and events from one peer keep their order", "[broker][routing]") {
    greeter_house house;
    const auto topic = house.subscribe(house.tool, "progress");
    house.call(house.tool, 1, house.greet);
    const auto request = house.plugin.take().header.request;
    house.say_named(house.plugin, {.kind = frame_kind::event}, "progress", "[1]");
    house.result(house.plugin, request, "1");
    house.say_named(house.plugin, {.kind = frame_kind::event}, "progress", "[2]");
    CHECK(house.tool.take().header.route == topic);
    CHECK(house.tool.take().header.kind == frame_kind::result);
    CHECK(house.tool.take().payload == "[2]");
}

TEST_CASE("a ping is answered with its own number and payload", "[broker][routing]") {
    routing_house house;
    house.say(house.tool, {.kind = frame_kind::ping, .request = request_id{9}}, "abc");
    const auto pong = house.tool.take();
    CHECK(pong.header.kind == frame_kind::pong);
    CHECK(pong.header.request == request_id{9});
    CHECK(pong.payload == "abc");
}

TEST_CASE("a pong claims nothing of the payload that it gives back", "[broker][routing]") {
    routing_house house;
    house.say(house.tool,
              {.kind = frame_kind::ping, .flags = wire::frame_flag::all, .request = request_id{9}},
              "no table");
    CHECK(house.tool.take().header.flags == 0);
}

TEST_CASE("a call whose attachments are wrong is told to nobody, and neither is its end",
          "[broker][routing]") {
    routing_house house;
    const auto route = house.offer(house.plugin, "m");
    house.ready(house.plugin);
    house.say(house.tool,
              {.kind = frame_kind::call,
               .flags = wire::frame_flag::binary,
               .request = request_id{9},
               .route = route},
              "no table");
    CHECK(house.tool.cut_because);
    house.dispatcher.on_gone(house.tool.self, house.now);
    CHECK(house.plugin.frames.empty());
    CHECK(house.dispatcher.calls().in_flight() == 0);
}

TEST_CASE("a frame of a kind that only the broker sends cuts its sender", "[broker][routing]") {
    const auto kind = GENERATE(frame_kind::callback, frame_kind::goodbye, frame_kind::fragment);
    routing_house house;
    house.say(house.tool, {.kind = kind});
    CHECK(house.tool.cut_because);
}
