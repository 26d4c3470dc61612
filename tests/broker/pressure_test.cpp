// SPDX-License-Identifier: MIT
//
// pressure_test — what is told before a bound is reached, and what is said at it.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using broker::accounting::peer_limits;
using Catch::Matchers::Contains;
using wire::frame_kind;
using namespace std::chrono_literals;

namespace {

/// A caller that may have eight calls in flight, subscriptions and names, and one who watches.
struct tight_house : routing_house {
    fake_peer small{wire::peer_role::tool,
                    "small",
                    9,
                    {},
                    peer_limits{.calls = 8, .subscriptions = 4, .names = 3}};
    tight_house() {
        offer(plugin, "main.App.Slow", 7);
        ready(plugin);
        subscribe(tool, "fairlead/pressure");
    }
    void call_slow(int times) {
        for (int i = 0; i < times; ++i) call(small, ++requests, "main.App.Slow");
    }
    std::uint64_t requests = 0;
};

}  // namespace

TEST_CASE("at three quarters of its calls a peer is told of, once", "[broker][pressure]") {
    tight_house house;
    house.call_slow(4);
    house.now += 250ms;
    house.call_slow(1);
    CHECK(house.tool.frames.empty());
    house.call_slow(3);
    const auto told = house.tool.take();
    CHECK(told.header.kind == frame_kind::event);
    CHECK(told.payload ==
          R"x([{"peer":"tool 'small' (pid 1009)","session":9,"name":"small","what":"calls",)x"
          R"x("used":6,"bound":8,"since_ms":250,"culprit":"main.App.Slow"}])x");
    CHECK(house.tool.frames.empty());
}

TEST_CASE("pressure is told anew when it had gone", "[broker][pressure]") {
    tight_house house;
    house.call_slow(6);
    house.tool.take();
    const auto settle = [&](int times) {
        for (int i = 0; i < times; ++i)
            house.result(house.plugin, house.plugin.take().header.request, "null");
    };
    settle(2);
    house.call_slow(2);
    CHECK(house.tool.frames.empty());
    settle(5);
    house.call_slow(5);
    CHECK(house.tool.take().header.kind == frame_kind::event);
}

TEST_CASE("a call above the bound is refused with peer and bound", "[broker][pressure]") {
    tight_house house;
    house.call_slow(9);
    const auto refused = house.small.take();
    CHECK(refused.code() == errc::overloaded);
    CHECK_THAT(refused.message(), Contains("tool 'small'") && Contains("8 calls in flight"));
}

TEST_CASE("pressure of subscriptions names the topic that made it", "[broker][pressure]") {
    tight_house house;
    house.subscribe(house.small, "main.App.Slow");
    house.subscribe(house.small, "fairlead/pressure");
    house.subscribe(house.small, "third");
    // Its own news it hears, too, having subscribed.
    const auto told = house.tool.take();
    CHECK_THAT(told.payload, Contains(R"("what":"subscriptions","used":3,"bound":4)") &&
                                 Contains(R"("culprit":"third")"));
    CHECK(house.small.take().payload == told.payload);
}

TEST_CASE("whose bound of names was reached is said", "[broker][pressure]") {
    tight_house house;
    for (auto const* topic : {"a", "b", "c"}) house.subscribe(house.small, topic);
    house.say_named(house.small, {.kind = frame_kind::subscribe, .request = request_id{1}}, "d");
    const auto refused = house.small.take();
    CHECK(refused.code() == errc::overloaded);
    CHECK_THAT(refused.message(), Contains("tool 'small'") && Contains("3 names"));
}
