// SPDX-License-Identifier: MIT
//
// hang_watch_test — who is asked, and when silence is too long.
#include "broker/supervision/hang_watch.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead;
using namespace fairlead::broker::supervision;
using namespace std::chrono_literals;

namespace {

constexpr session_id one{1}, two{2};
const hang_watch::time_point start{1h};
bool busy(session_id) { return true; }
bool idle(session_id) { return false; }

}  // namespace

TEST_CASE("only who owes answers is asked", "[broker][supervision]") {
    hang_watch watch;
    CHECK_FALSE(watch.any());
    watch.watch(one, 10s);
    watch.watch(two, 4s);
    CHECK(watch.period() == 2'000ms);
    CHECK(watch.look(start, idle).to_ping.empty());
    const auto found = watch.look(start, [](session_id who) { return who == two; });
    CHECK(found.to_ping == std::vector{two});
    CHECK(found.hung.empty());
}

TEST_CASE("who answers is never hung, however long its calls take", "[broker][supervision]") {
    hang_watch watch;
    watch.watch(one, 10s);
    for (int i = 0; i < 10; ++i) {
        const auto found = watch.look(start + i * 5s, busy);
        CHECK(found.to_ping == std::vector{one});
        CHECK(found.hung.empty());
        watch.on_pong(one);
    }
}

TEST_CASE("who does not answer in its time is hung, once", "[broker][supervision]") {
    hang_watch watch;
    watch.watch(one, 10s);
    watch.look(start, busy);
    CHECK(watch.look(start + 5s, busy).hung.empty());
    const auto found = watch.look(start + 10s, idle);
    REQUIRE(found.hung.size() == 1);
    CHECK(found.hung.front().who == one);
    CHECK(found.hung.front().silent_for == 10s);
    CHECK(watch.look(start + 11s, idle).hung.empty());
}

TEST_CASE("who has gone, or is not to be asked, is not looked at", "[broker][supervision]") {
    hang_watch watch;
    watch.watch(one, 10s);
    watch.watch(two, 0s);
    watch.look(start, busy);
    watch.forget(one);
    CHECK_FALSE(watch.any());
    CHECK(watch.look(start + 20s, busy).hung.empty());
}
