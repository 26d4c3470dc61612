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
    bool may_yield() { return policy.may_yield(now, false); }
    /// Until it may not: how long.
    std::chrono::microseconds yields_through() {
        const auto begun = now;
        while (may_yield() && now - begun < 1s) yields(1us);
        return std::chrono::duration_cast<std::chrono::microseconds>(now - begun);
    }
};

story hot_loop() {
    story loop;
    loop.sleeps(yield_policy::hot_gap);
    return loop;
}

/// The first moment, to the millisecond, at which the loop may yield again.
std::chrono::milliseconds pause_of(story loop) {
    for (auto waited = 0ms; waited < 10s; waited += 1ms, loop.now += 1ms) {
        loop.policy.on_work();
        if (loop.may_yield()) return waited;
    }
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

TEST_CASE("a hot loop yields through the window, then sleeps", "[io][yield]") {
    auto loop = hot_loop();
    CHECK(loop.yields_through() == yield_policy::window);
    CHECK_FALSE(loop.may_yield());
}

TEST_CASE("work begins a new silence, and so does a short sleep", "[io][yield]") {
    auto loop = hot_loop();
    loop.yields_through();
    REQUIRE_FALSE(loop.may_yield());
    loop.policy.on_work();
    CHECK(loop.yields_through() == yield_policy::window);
    loop.sleeps(10us);
    CHECK(loop.yields_through() == yield_policy::window);
}

TEST_CASE("work does not make a cold loop hot", "[io][yield]") {
    story loop;
    loop.policy.on_work();
    CHECK_FALSE(loop.may_yield());
}

TEST_CASE("a yield of up to 500 microseconds is a good one", "[io][yield]") {
    auto loop = hot_loop();
    loop.yields(500us);
    loop.policy.on_work();
    CHECK(loop.may_yield());
}

TEST_CASE("a slow yield breaks the circuit for a while", "[io][yield]") {
    auto loop = hot_loop();
    loop.yields(501us);
    CHECK(pause_of(loop) == yield_policy::pause_first);
    loop.policy.on_work();  // Work is no reason to try earlier.
    CHECK(pause_of(loop) == yield_policy::pause_first);
    loop.sleeps(10us);
    CHECK_FALSE(loop.may_yield());
}

TEST_CASE("each further slow yield doubles the pause, up to a second", "[io][yield]") {
    auto loop = hot_loop();
    for (const auto expected : {4ms, 8ms, 16ms, 32ms, 64ms, 128ms, 256ms, 512ms, 1000ms, 1000ms}) {
        loop.yields(4ms);
        CHECK(pause_of(loop) == expected);
        loop.now += expected;
        loop.policy.on_work();
        REQUIRE(loop.may_yield());
    }
}

TEST_CASE("good yields right after a pause do not shorten the next one", "[io][yield]") {
    auto loop = hot_loop();
    loop.yields(4ms);
    loop.now += 4ms;
    for (int i = 0; i < 5; ++i) loop.yields(1us);
    loop.yields(4ms);
    CHECK(pause_of(loop) == 8ms);
}

TEST_CASE("so many good yields halve the pause, down to none", "[io][yield]") {
    auto loop = hot_loop();
    const auto go_on = [](story& one) {
        for (int i = 0; i < yield_policy::good_yields; ++i) one.yields(1us);
    };
    for (int i = 0; i < 3; ++i) {  // 4, 8, 16.
        loop.yields(4ms);
        loop.now += pause_of(loop);
    }
    go_on(loop);  // 8 from here on,
    go_on(loop);  // then 4,
    auto hiccup = loop;
    hiccup.yields(4ms);
    CHECK(pause_of(hiccup) == 8ms);
    go_on(loop);  // then none.
    loop.yields(4ms);
    CHECK(pause_of(loop) == yield_policy::pause_first);
}

TEST_CASE("time alone does not shorten the next pause", "[io][yield]") {
    auto loop = hot_loop();
    loop.yields(4ms);
    loop.now += 1h;
    loop.yields(4ms);
    CHECK(pause_of(loop) == 8ms);
}

TEST_CASE("a cold loop yields when an answer is expected", "[io][yield]") {
    story loop;
    CHECK_FALSE(loop.policy.may_yield(loop.now, false));
    CHECK(loop.policy.may_yield(loop.now, true));
    loop.now += yield_policy::window;
    CHECK_FALSE(loop.policy.may_yield(loop.now, true));
}
