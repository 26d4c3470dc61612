// SPDX-License-Identifier: MIT
//
// lanes_test — execution::serial and execution::object: what runs beside what, and in which order.
#include "client-sdk/src/live/call_lanes.hpp"
#include "tests/broker/open_house.hpp"
#include "tests/client-sdk/live/probe.hpp"

#include <algorithm>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;

namespace {

/// How many were in there at once, in all and of each caller; who came when.
struct history {
    int most = 0, most_of_one = 0;
    std::vector<int> order;
};

struct crowd {
    std::mutex mutex;
    int inside = 0;
    std::map<std::uint64_t, int> of_caller;
    history so_far;
    tally arrived;

    history seen() {
        const std::lock_guard lock{mutex};
        return so_far;
    }

    void enter(std::uint64_t caller, int number) {
        {
            const std::lock_guard lock{mutex};
            so_far.most = std::max(so_far.most, ++inside);
            so_far.most_of_one = std::max(so_far.most_of_one, ++of_caller[caller]);
            so_far.order.push_back(number);
        }
        arrived.add(1);
    }
    void leave(std::uint64_t caller) {
        const std::lock_guard lock{mutex};
        --inside;
        --of_caller[caller];
    }
};

struct Room {
    crowd* all;

    /// Guarded by nothing but its lane: what TSan looks at.
    int unguarded = 0;

    int Plain(int number) {
        all->enter(0, number);
        ++unguarded;
        std::this_thread::yield();
        all->leave(0);
        return number;
    }
    task<int> Waits(call_context& call, int number) {
        all->enter(call.caller(), number);
        co_await call.sleep(1ms);
        ++unguarded;
        all->leave(call.caller());
        co_return number;
    }
    int Unguarded() { return unguarded; }
    /// Is not through before two are in there.
    int Meets(call_context& call, int number) {
        all->enter(call.caller(), number);
        all->arrived.wait_for([](int count) { return count >= 2; });
        all->leave(call.caller());
        return number;
    }
};
BOOST_DESCRIBE_STRUCT(Room, (), (Plain, Waits, Unguarded, Meets))

struct lane_house {
    crowd serial, object, other;
    open_house house;

    lane_house() {
        plugin rooms{"rooms"};
        rooms.bind("serial", Room{&serial}, execution::serial)
            .bind("object", Room{&object}, execution::object)
            .bind("other", Room{&other}, execution::object)
            .function("ready", [] { return 1; });
        house.run(std::move(rooms), "ready");
    }
};

/// `calls` of each of `callers`, of both methods in turn.
void call_all(lane_house& all, std::string const& room, int callers, int calls) {
    tally answered;
    std::vector<std::unique_ptr<client::connection>> who;
    for (int i = 0; i < callers; ++i) who.push_back(all.house.connect());
    for (int n = 0; n < calls; ++n)
        for (auto const& one : who)
            one->call(room + (n % 2 == 0 ? ".Room.Waits" : ".Room.Plain"),
                      "[" + std::to_string(n) + "]", {},
                      [&](client::reply const& how) { answered.add(how.ok ? 1 : 10'000); });
    REQUIRE(answered.wait_for(callers * calls));
}

}  // namespace

TEST_CASE("serial: of one caller one at a time and in order, coroutines to their end",
          "[live][lanes]") {
    lane_house all;
    call_all(all, "serial", 1, 60);
    const auto seen = all.serial.seen();
    CHECK(seen.most == 1);
    CHECK(seen.order.size() == 60);
    CHECK(std::ranges::is_sorted(seen.order));
}

TEST_CASE("serial: callers do not wait for each other", "[live][lanes]") {
    lane_house all;
    const auto one = all.house.connect(), other = all.house.connect();
    tally answered;
    for (auto const* caller : {&one, &other})
        (*caller)->call("serial.Room.Meets", "[1]", {},
                        [&](client::reply const& how) { answered.add(how.ok ? 1 : 100); });
    CHECK(answered.wait_for(2));
    CHECK(all.serial.seen().most == 2);
    CHECK(all.serial.seen().most_of_one == 1);
}

TEST_CASE("object: one at a time, whoever calls, and without guards of its own", "[live][lanes]") {
    lane_house all;
    call_all(all, "object", 4, 40);
    CHECK(all.object.seen().most == 1);
    const auto count = all.house.connect()->call_wait("object.Room.Unguarded", "[]", {30s});
    CHECK(count.json == "160");
}

TEST_CASE("object: two objects do not wait for each other", "[live][lanes]") {
    lane_house all;
    const auto tool = all.house.connect();
    tally answered;
    tool->call("object.Room.Meets", "[1]", {}, [&](client::reply const&) { answered.add(1); });
    REQUIRE(all.object.arrived.wait_for(1));
    CHECK(tool->call_wait("other.Room.Plain", "[1]", {30s}).ok);
    tool->call("object.Room.Plain", "[2]", {}, [&](client::reply const&) { answered.add(1); });
    CHECK(answered.count() == 0);
    all.object.arrived.add(1);  // As if somebody else had come.
    CHECK(answered.wait_for(2));
    CHECK(all.object.seen().order == std::vector<int>{1, 2});
}

TEST_CASE("a call that waits in its lane and is taken back never runs", "[live][lanes]") {
    lane_house all;
    const auto tool = all.house.connect();
    tally answered;
    const auto count = [&](client::reply const&) { answered.add(1); };
    tool->call("object.Room.Meets", "[1]", {}, count);
    REQUIRE(all.object.arrived.wait_for(1));
    const auto plain = tool->call("object.Room.Plain", "[2]", {}, count);
    const auto live = tool->call("object.Room.Waits", "[3]", {}, count);
    tool->cancel(plain);
    tool->cancel(live);
    REQUIRE(answered.wait_for(2));
    // Behind the two cancels on the same way.
    REQUIRE(tool->call_wait("ready", "[]", {30s}).ok);
    all.object.arrived.add(1);
    REQUIRE(answered.wait_for(3));
    CHECK(tool->call_wait("object.Room.Plain", "[4]", {30s}).ok);
    CHECK(all.object.seen().order == std::vector<int>{1, 4});
}

TEST_CASE("a lane is bounded, and is gone when nothing runs in it", "[lanes]") {
    call_pool pool{1, 10};
    call_lanes lanes{pool, 2};
    call_lanes::ticket held;
    tally ran;
    const auto run = [&](std::uint64_t request) {
        return lanes.try_run({nullptr, 7}, request_id{request},
                             [&](call_lanes::ticket const&) { ran.add(1); });
    };
    REQUIRE(lanes.try_run({nullptr, 7}, request_id{1}, [&](call_lanes::ticket mine) {
        held = std::move(mine);
        ran.add(1);
    }));
    REQUIRE(ran.wait_for(1));
    CHECK(run(2));
    CHECK(run(3));
    CHECK_FALSE(run(4));
    lanes.cancel(request_id{2});
    CHECK(run(5));
    CHECK(lanes.lanes() == 1);
    held.reset();
    CHECK(ran.wait_for(3));
    CHECK(pool.wait_idle(20s));
    CHECK(lanes.lanes() == 0);
}
