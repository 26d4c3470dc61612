// SPDX-License-Identifier: MIT
//
// pump_test — who is served, who sleeps, and who wakes.
#include "tests/protocol/support/pumping.hpp"

#include <array>
#include <string>
#include <vector>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;

TEST_CASE("a new member is looked at once, then sleeps", "[io][pump]") {
    pumping it;
    scripted_member one;
    const auto membership = it.pump.serve(one);
    one.on_try_sleep = [&] {
        CHECK(one.drains == 1);
        it.loop.stop();
    };
    it.run();
    CHECK(one.sleeps == 1);
}

TEST_CASE("a member is drained until it has nothing left", "[io][pump]") {
    pumping it;
    scripted_member one;
    one.work = 100;
    const auto membership = it.pump.serve(one);
    one.on_try_sleep = [&] {
        CHECK(one.work == 0);
        CHECK(one.drains == 101);
        it.loop.stop();
    };
    it.run();
    CHECK(one.sleeps == 1);
}

TEST_CASE("members are drained in turn", "[io][pump]") {
    pumping it;
    scripted_member one, two;
    one.work = two.work = 50;
    std::string order;
    one.on_drain = [&] { order += '1'; };
    two.on_drain = [&] { order += '2'; };
    const auto first = it.pump.serve(one), second = it.pump.serve(two);
    it.settle();
    REQUIRE(order.size() >= 100);
    for (std::size_t i = 0; i < 100; ++i) REQUIRE(order[i] == (i % 2 == 0 ? '1' : '2'));
}

TEST_CASE("a sleeping member is served when its bell rings", "[io][pump]") {
    pumping it;
    scripted_member one;
    const auto membership = it.pump.serve(one);
    it.settle();
    for (int round = 0; round < 3; ++round) {
        one.on_drain = [&] {
            if (one.work == 1) it.loop.stop();
        };
        one.work = 1;
        one.rings();
        it.run();
        CHECK(one.work == 0);
        it.settle();
    }
    CHECK(one.wakes >= 3);
}

TEST_CASE("whoever was busy lately is looked at together", "[io][pump]") {
    pumping it;
    scripted_member one, two;
    const auto first = it.pump.serve(one), second = it.pump.serve(two);
    it.settle();
    // No bell for the second one: while the pump is awake, it looks by itself.
    one.on_drain = [&] { two.work += one.work; };
    one.work = 1;
    one.rings();
    it.settle();
    CHECK(two.work == 0);
    CHECK(two.drains >= 2);
}

TEST_CASE("a bell that rings for one member leaves long silent ones asleep", "[io][pump]") {
    pumping it;
    scripted_member one, two;
    const auto first = it.pump.serve(one), second = it.pump.serve(two);
    for (int nap = 0; nap < 20; ++nap) it.settle();
    const auto drains_before = two.drains;
    one.work = 10;
    one.rings();
    it.settle();
    CHECK(one.work == 0);
    CHECK(two.drains == drains_before);
}

TEST_CASE("a bell rung before the pump runs is not lost", "[io][pump]") {
    pumping it;
    scripted_member one;
    const auto membership = it.pump.serve(one);
    one.rings();
    one.on_drain = [&] {
        if (one.drains == 2) it.loop.stop();  // Once as a new member, once for the bell.
    };
    it.run();
    CHECK(one.drains == 2);
}

TEST_CASE("what arrives between the last look and sleep is served without a bell", "[io][pump]") {
    pumping it;
    scripted_member one, two;
    one.on_try_sleep = [&] {
        if (one.sleeps == 1) one.work = 5;  // The race that try_sleep() is there for.
    };
    const auto first = it.pump.serve(one), second = it.pump.serve(two);
    it.settle();
    CHECK(one.work == 0);
    CHECK(one.sleeps >= 2);
}

TEST_CASE("when one member cannot sleep, those already armed are woken", "[io][pump]") {
    pumping it;
    scripted_member one, two;
    two.on_try_sleep = [&] {
        if (two.sleeps == 1) two.work = 1;
        if (two.sleeps == 2) it.loop.stop();
    };
    const auto first = it.pump.serve(one), second = it.pump.serve(two);
    it.run();
    CHECK(one.sleeps == 2);
    CHECK(two.sleeps == 2);
    CHECK(one.wakes >= 1);
}

TEST_CASE("silence costs nothing: no drains, no wake-ups", "[io][pump]") {
    pumping it;
    std::array<scripted_member, 20> members;
    std::vector<io::pump::membership> memberships;
    for (auto& member : members) {
        member.work = 1'000;  // Traffic first: what was hot must become silent, too.
        memberships.push_back(it.pump.serve(member));
    }
    it.settle();
    std::size_t drains_before = 0;
    for (auto const& member : members) drains_before += member.drains;
    const auto switches_before = switches_of_this_thread();
    it.run_for(300ms);
    std::size_t drains = 0;
    for (auto const& member : members) drains += member.drains;
    // One yield window until the sleep, then nothing; and the machine's own noise.
    CHECK(drains - drains_before < members.size() * 1'000);
    CHECK(switches_of_this_thread() - switches_before <= 10);
}

TEST_CASE("timers and posted work get their turn under constant traffic", "[io][pump]") {
    pumping it;
    scripted_member one;
    one.work = 100'000'000;  // More than the deadline allows.
    const auto membership = it.pump.serve(one);
    asio::post(it.loop, [&] { asio::post(it.loop, [&] { it.loop.stop(); }); });
    it.run();
    CHECK(one.drains < 10'000);
}

TEST_CASE("a member that wakes is served though another has constant traffic", "[io][pump]") {
    pumping it;
    scripted_member busy, quiet;
    const auto first = it.pump.serve(quiet);
    it.settle();
    const auto second = it.pump.serve(busy);
    busy.work = 100'000'000;
    quiet.work = 1;
    quiet.rings();
    quiet.on_drain = [&] { it.loop.stop(); };
    it.run();
    CHECK(quiet.work == 0);
}

TEST_CASE("the end of a turn comes after its drains, and before sleep", "[io][pump]") {
    pumping it;
    scripted_member one;
    one.work = 2;
    std::string story;
    one.on_drain = [&] { story += 'd'; };
    one.on_try_sleep = [&] { story += 's'; };
    it.pump.at_turn_end([&] { story += 'e'; });
    const auto membership = it.pump.serve(one);
    it.settle();
    CHECK(story.starts_with("deded"));
    CHECK(story.find("ds") != std::string::npos);  // Nothing was sent since: nothing to flush.
}

TEST_CASE("the end of a turn comes after what a timer did, too", "[io][pump]") {
    pumping it;
    scripted_member one;
    const auto membership = it.pump.serve(one);
    it.settle();
    bool timer_fired = false, flushed = false;
    it.pump.at_turn_end([&] {
        if (!timer_fired) return;
        flushed = true;
        it.loop.stop();
    });
    asio::steady_timer timer{it.loop, 5ms};
    timer.async_wait([&](auto) { timer_fired = true; });
    it.run();
    CHECK(flushed);
}

TEST_CASE("a pump without members serves the loop", "[io][pump]") {
    pumping it;
    asio::post(it.loop, [&] { it.loop.stop(); });
    it.run();
}

TEST_CASE("a member whose peer has closed the bell is heard out, then left alone", "[io][pump]") {
    pumping it;
    scripted_member one, two;
    const auto first = it.pump.serve(one), second = it.pump.serve(two);
    it.settle();
    one.work = 3;
    one.rings();
    one.bells.second = shm::doorbell{unique_fd{}};
    it.settle();
    CHECK(one.work == 0);
    const auto drains_before = one.drains;
    const auto switches_before = switches_of_this_thread();
    it.run_for(100ms);  // A closed end is readable for ever: that must not keep the loop awake.
    CHECK(one.drains - drains_before < 1'000);
    CHECK(switches_of_this_thread() - switches_before <= 10);
    two.work = 1;
    two.rings();
    it.settle();
    CHECK(two.work == 0);
}
