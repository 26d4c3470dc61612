// SPDX-License-Identifier: MIT
//
// yield_policy_test — when to look again and when to sleep; time is an argument.
#include "tests/support/catch.hpp"

#include <fairlead/io/yield_policy.hpp>

using fairlead::io::yield_policy;
using namespace std::chrono_literals;

namespace {

/// The policy of a loop, and the time that its story takes.
struct story {
    yield_policy policy;
    yield_policy::clock::time_point now{1h};

    void sleeps(std::chrono::microseconds time) {
        const auto before = now;
        now += time;
        policy.on_sleep(before, now);
    }
    void yields(std::chrono::microseconds time) {
        const auto before = now;
        now += time;
        policy.on_yield(before, now);
    }
    bool may_yield() const { return policy.may_yield(now); }
};

story hot_loop() {
    story loop;
    loop.sleeps(yield_policy::hot_gap);
    return loop;
}

/// The first moment, to the millisecond, at which the loop may yield again.
std::chrono::milliseconds pause_of(story loop) {
    for (auto waited = 0ms; waited < 10s; waited += 1ms, loop.now += 1ms)
        if (loop.may_yield()) return waited;
    return 10s;
}

}  // namespace

TEST_CASE("a loop that has seen no traffic sleeps at once", "[io][yield]") {
    CHECK_FALSE(story{}.may_yield());
}

TEST_CASE("a short sleep makes the loop hot: it would have paid to look again", "[io][yield]") {
    CHECK(hot_loop().may_yield());
}

TEST_CASE("a longer sleep makes the loop cold", "[io][yield]") {
    auto loop = hot_loop();
    loop.sleeps(yield_policy::hot_gap + 1us);
    CHECK_FALSE(loop.may_yield());
}

TEST_CASE("a hot loop yields ten times through a silence, then sleeps", "[io][yield]") {
    auto loop = hot_loop();
    for (int i = 0; i < yield_policy::yields_max; ++i) {
        CAPTURE(i);
        REQUIRE(loop.may_yield());
        loop.yields(1us);
    }
    CHECK_FALSE(loop.may_yield());
}

TEST_CASE("work begins a new silence, and so does a short sleep", "[io][yield]") {
    auto loop = hot_loop();
    for (int i = 0; i < yield_policy::yields_max; ++i) loop.yields(1us);
    REQUIRE_FALSE(loop.may_yield());
    loop.policy.on_work();
    CHECK(loop.may_yield());
    for (int i = 0; i < yield_policy::yields_max; ++i) loop.yields(1us);
    REQUIRE_FALSE(loop.may_yield());
    loop.sleeps(10us);
    CHECK(loop.may_yield());
}

TEST_CASE("work does not make a cold loop hot", "[io][yield]") {
    story loop;
    loop.policy.on_work();
    CHECK_FALSE(loop.may_yield());
}

TEST_CASE("a yield of up to 500 microseconds is a good one", "[io][yield]") {
    auto loop = hot_loop();
    loop.yields(500us);
    CHECK(loop.may_yield());
}

TEST_CASE("a slow yield breaks the circuit for 16 milliseconds", "[io][yield]") {
    auto loop = hot_loop();
    loop.yields(501us);
    CHECK(pause_of(loop) == 16ms);
    loop.policy.on_work();  // Work is no reason to try earlier.
    CHECK(pause_of(loop) == 16ms);
    loop.sleeps(10us);
    CHECK_FALSE(loop.may_yield());
}

TEST_CASE("each further slow yield doubles the pause, up to a second", "[io][yield]") {
    auto loop = hot_loop();
    for (const auto expected : {16ms, 32ms, 64ms, 128ms, 256ms, 512ms, 1000ms, 1000ms, 1000ms}) {
        loop.yields(4ms);
        CHECK(pause_of(loop) == expected);
        loop.now += expected;
        REQUIRE(loop.may_yield());
    }
}

TEST_CASE("good yields alone do not shorten the next pause", "[io][yield]") {
    auto loop = hot_loop();
    loop.yields(4ms);
    loop.now += 16ms;
    for (int i = 0; i < 5; ++i) loop.yields(1us);
    loop.yields(4ms);
    CHECK(pause_of(loop) == 32ms);
}

TEST_CASE("after more than a second without a slow yield the next pause is a short one again",
          "[io][yield]") {
    auto loop = hot_loop();
    for (int i = 0; i < 4; ++i) {
        loop.yields(4ms);
        loop.now += pause_of(loop);
    }
    loop.now += 1'000ms;
    loop.sleeps(10us);  // Noticed when the loop next sleeps.
    loop.yields(4ms);
    CHECK(pause_of(loop) == 16ms);
}

TEST_CASE("within that second the pause is not forgotten", "[io][yield]") {
    auto loop = hot_loop();
    for (int i = 0; i < 4; ++i) {  // 16, 32, 64, 128.
        loop.yields(4ms);
        loop.now += pause_of(loop);
    }
    loop.now += 900ms;
    loop.sleeps(10us);
    loop.yields(4ms);
    CHECK(pause_of(loop) == 256ms);
}
