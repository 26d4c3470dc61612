// SPDX-License-Identifier: MIT
//
// pace_test — who computes for itself comes behind all others until it is calm.
#include "broker/supervision/pace.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::broker::supervision;
using namespace std::chrono_literals;
using change = pace::change;

namespace {

struct plugin {
    pace machine;
    pace::facts so_far{};

    /// `used` in `length`, and `frames` said.
    void live(pace::milliseconds length, pace::milliseconds used, unsigned frames = 0) {
        so_far.now += length;
        so_far.demand += used;
        so_far.heard += frames;
    }
    change tick(pace::milliseconds length, unsigned frames = 0) {
        live(length, 50ms, frames);
        return machine.on_busy(so_far, 50ms);
    }
    /// Until one tick before it is held back.
    void toil() {
        tick(50ms, 1);
        for (auto used = 50ms; used < pace::patience; used += 50ms)
            REQUIRE(tick(100ms) == change::none);
    }
    change look(pace::milliseconds used, unsigned frames = 0) {
        live(pace::look_every, used, frames);
        return machine.on_look(so_far);
    }
};

}  // namespace

TEST_CASE("a loop that says nothing is held back, then named, and let go once it is calm",
          "[broker][supervision]") {
    plugin one;
    one.toil();
    CHECK(one.tick(100ms) == change::hold_back);
    CHECK(one.machine.held_back());
    CHECK(one.tick(50ms) == change::none);
    CHECK(one.look(500ms) == change::none);
    CHECK_FALSE(one.machine.named());
    CHECK(one.look(500ms) == change::name);
    CHECK(one.machine.named());
    CHECK(one.look(450ms) == change::none);
    CHECK(one.look(100ms) == change::let_go);
    CHECK_FALSE(one.machine.held_back());
    CHECK_FALSE(one.machine.named());
    CHECK(one.look(500ms) == change::none);
}

TEST_CASE("who answers, or computes now and then, is left alone", "[broker][supervision]") {
    plugin one;
    for (int i = 0; i < 300; ++i) CHECK(one.tick(50ms, 1) == change::none);
    for (int i = 0; i < 300; ++i) CHECK(one.tick(200ms) == change::none);
    one.toil();
    CHECK(one.tick(50ms, 1) == change::none);
    one.toil();
    CHECK_FALSE(one.machine.held_back());
}

TEST_CASE("a processor that it waits for counts as one that it has", "[broker][supervision]") {
    plugin one;
    one.tick(50ms);
    for (auto used = 50ms; used < pace::patience; used += 50ms) {
        one.live(950ms, 900ms);
        REQUIRE(one.tick(50ms) == change::none);
    }
    one.live(950ms, 900ms);
    CHECK(one.tick(50ms) == change::hold_back);
}

TEST_CASE("who begins to answer is let go, however busy", "[broker][supervision]") {
    plugin one;
    one.live(1s, 10ms, 5);
    one.toil();
    REQUIRE(one.tick(50ms) == change::hold_back);
    CHECK(one.look(500ms) == change::none);
    CHECK(one.look(500ms, 1) == change::let_go);
}
