// SPDX-License-Identifier: MIT
//
// monitor_desk_test — when a watcher is told: at once, together, or before anything else.
#include "broker/tap/monitor_desk.hpp"

#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

using namespace fairlead;
using namespace fairlead::tests;
using namespace fairlead::broker::tap;

namespace {

/// Time stands still within a turn of the loop, and a turn ends when the test says so.
struct monitored_house {
    routing_house house;
    boost::asio::io_context loop;
    broker::turn_clock clock;
    monitor_desk desk{loop, house.dispatcher, clock,
                      [](session_id id) { return id == session_id{9}; }};
    fake_peer watcher{wire::peer_role::tool, "monitor", 9};

    explicit monitored_house(std::string_view filter = "[]") { watch(watcher, 1, filter); }

    void watch(fake_peer& who, std::uint64_t request, std::string_view filter) {
        house.call_live(who, request, "fairlead.control.monitor", filter);
    }
    void emit(std::size_t times = 1) {
        for (std::size_t i = 0; i < times; ++i) house.emit(house.plugin, "tick");
    }
    boost::json::object take() { return boost::json::parse(watcher.take().payload).as_object(); }
};

}  // namespace

TEST_CASE("the first note is told at once, the next ones together", "[broker][tap]") {
    monitored_house all;
    CHECK_FALSE(all.desk.send_notes());
    all.emit();
    CHECK(all.desk.send_notes());
    CHECK(all.watcher.frames.size() == 1);
    all.emit(3);
    CHECK_FALSE(all.desk.send_notes());
    CHECK(all.watcher.frames.size() == 1);

    SECTION("when a moment has passed, for which somebody wakes") {
        all.loop.run();
        all.clock.next_turn();
        CHECK(all.desk.send_notes());
        CHECK(all.watcher.frames.size() == 4);
        all.loop.restart();
        CHECK(all.loop.poll() == 0);  // Nothing waits: nobody wakes.
    }
    SECTION("when there are enough") {
        all.emit(61);
        CHECK(all.desk.send_notes());
        CHECK(all.watcher.frames.size() == 65);
    }
    SECTION("when it gives credit: it wants to know all until now") {
        all.house.credit(all.watcher, request_id{1}, raw(wire::result_stream), 100);
        CHECK(all.watcher.frames.size() == 4);
        CHECK_FALSE(all.desk.send_notes());
    }
    SECTION("when the broker ends") {
        CHECK(all.desk.send_notes(true));
        CHECK(all.watcher.frames.size() == 4);
    }
}

TEST_CASE("what is beyond a watcher's rate is counted, not noted", "[broker][tap]") {
    monitored_house all{R"([{"rate":2}])"};
    all.emit(5);  // All at one time.
    all.house.credit(all.watcher, request_id{1}, raw(wire::result_stream), 100);
    CHECK(all.watcher.frames.size() == 3);
    CHECK(all.take().at("kind").as_string() == "event");
    CHECK(all.take().at("kind").as_string() == "event");
    CHECK(all.take().at("skipped").to_number<int>() == 3);
}

TEST_CASE("a watcher that has had enough is not asked again, and learns what it missed",
          "[broker][tap]") {
    monitored_house all{R"([{"rate":3}])"};
    auto& house = all.house;
    house.offer(house.plugin, "main.App.Greet", 7);
    house.ready(house.plugin);
    for (std::uint64_t call = 1; call <= 10; ++call) {
        house.call(house.tool, call, "main.App.Greet");
        house.result(house.plugin, house.plugin.take().header.request, "1");
    }
    house.credit(all.watcher, request_id{1}, raw(wire::result_stream), 100);
    REQUIRE(all.watcher.frames.size() == 4);
    CHECK(all.take().at("kind").as_string() == "call");
    CHECK(all.take().at("kind").as_string() == "result");
    CHECK(all.take().at("kind").as_string() == "call");
    CHECK(all.take().at("skipped").to_number<int>() == 17);

    // One who comes hears what is said from then on, and of nothing that others missed.
    fake_peer second{wire::peer_role::tool, "monitor", 9};
    all.watch(second, 2, R"([{"method":"main.App.*"}])");
    house.call(house.tool, 11, "main.App.Greet");
    CHECK(all.desk.send_notes(true));
    const auto told = boost::json::parse(second.take().payload).as_object();
    CHECK(told.at("name").as_string() == "main.App.Greet");
    CHECK(second.frames.empty());
}

TEST_CASE("what no filter fits is not looked at twice", "[broker][tap]") {
    monitored_house all{R"([{"method":"main.Other.*"}])"};
    auto& house = all.house;
    const auto route = house.offer(house.plugin, "main.App.Greet", 7);
    house.offer(house.plugin, "main.Other.Greet", 8);
    house.ready(house.plugin);
    auto& ear = all.desk;
    CHECK_FALSE(ear.is_deaf_to(route, house.now));
    house.call(house.tool, 1, "main.App.Greet");
    CHECK(ear.is_deaf_to(route, house.now));
    house.call(house.tool, 2, "main.Other.Greet");
    CHECK(ear.send_notes(true));
    CHECK(all.take().at("name").as_string() == "main.Other.Greet");

    // Another one may want it.
    fake_peer second{wire::peer_role::tool, "monitor", 9};
    all.watch(second, 2, R"([{"method":"main.App.Greet"}])");
    CHECK_FALSE(ear.is_deaf_to(route, house.now));
    house.call(house.tool, 3, "main.App.Greet");
    CHECK(ear.send_notes(true));
    CHECK(second.frames.size() == 1);
    CHECK(all.watcher.frames.empty());
}

TEST_CASE("its own filter is all that a watcher is told of", "[broker][tap]") {
    monitored_house all{R"([{"topic":"tock"}])"};
    all.emit();
    CHECK_FALSE(all.desk.send_notes(true));
    all.house.emit(all.house.plugin, "tock");
    CHECK(all.desk.send_notes(true));
    CHECK(all.take().at("name").as_string() == "tock");
}
