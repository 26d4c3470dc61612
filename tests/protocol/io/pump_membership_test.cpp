// SPDX-License-Identifier: MIT
//
// pump_membership_test — members come and go, at any moment of a turn.
#include "tests/protocol/support/pumping.hpp"

#include <memory>
#include <optional>
#include <vector>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;

TEST_CASE("a member may end inside its own drain", "[io][pump]") {
    pumping it;
    scripted_member one, two;
    std::optional<io::pump::membership> membership = it.pump.serve(one);
    one.work = 100;
    two.work = 100;
    one.on_drain = [&] {
        if (one.drains == 10) membership.reset();
    };
    const auto second = it.pump.serve(two);
    it.settle();
    CHECK(one.drains == 10);
    CHECK(one.sleeps == 0);
    CHECK(two.work == 0);
}

TEST_CASE("a member may be destroyed, with its bell, inside its own drain", "[io][pump]") {
    // As a session does that finds its peer breaking the rules.
    struct session final : io::pumped {
        session(io::pump& pump, std::unique_ptr<session>& owner) : owned_by{owner} {
            membership = pump.serve(*this);
        }
        bool drain() override {
            owned_by.reset();
            return true;
        }
        bool try_sleep() override { return true; }
        void wake() override {}
        shm::doorbell const& bell() const override { return bells.first; }

        std::unique_ptr<session>& owned_by;
        std::pair<shm::doorbell, shm::doorbell> bells = shm::doorbell::make_pair().value();
        io::pump::membership membership;  // Declared last: it ends before the bell is closed.
    };
    pumping it;
    std::unique_ptr<session> doomed;
    doomed = std::make_unique<session>(it.pump, doomed);
    scripted_member other;
    const auto membership = it.pump.serve(other);
    it.settle();
    CHECK(doomed == nullptr);
    other.work = 3;
    other.rings();
    it.settle();
    CHECK(other.work == 0);
}

TEST_CASE("a member may end another inside its drain", "[io][pump]") {
    pumping it;
    scripted_member one, two;
    std::optional<io::pump::membership> second;
    one.on_drain = [&] { second.reset(); };
    const auto first = it.pump.serve(one);
    second = it.pump.serve(two);
    it.settle();
    CHECK(one.drains >= 1);
    CHECK(two.drains == 0);
    CHECK(two.sleeps == 0);
}

TEST_CASE("a member may bring in another inside its drain", "[io][pump]") {
    pumping it;
    scripted_member one;
    std::vector<std::unique_ptr<scripted_member>> children;
    std::vector<io::pump::membership> memberships;
    one.on_drain = [&] {
        if (children.size() == 100) return;  // Enough to move the pump's own list.
        children.push_back(std::make_unique<scripted_member>());
        children.back()->work = 1;
        memberships.push_back(it.pump.serve(*children.back()));
    };
    one.work = 100;
    const auto first = it.pump.serve(one);
    it.settle();
    REQUIRE(children.size() == 100);
    for (auto const& child : children) REQUIRE(child->work == 0);
}

TEST_CASE("a member may end at the end of the turn in which it slept", "[io][pump]") {
    pumping it;
    scripted_member one;
    std::optional<io::pump::membership> membership = it.pump.serve(one);
    it.pump.at_turn_end([&] { membership.reset(); });
    it.settle();
    CHECK(one.drains == 1);
    CHECK(one.sleeps == 0);
}

TEST_CASE("a sleeping member may end, and its bell be closed", "[io][pump]") {
    pumping it;
    auto one = std::make_unique<scripted_member>();
    std::optional<io::pump::membership> membership = it.pump.serve(*one);
    it.settle();
    const auto number = one->bell().fd();
    asio::post(it.loop, [&] {
        membership.reset();
        one.reset();
    });
    it.settle();
    // The next bell gets the same number; it must be served as the stranger that it is.
    scripted_member next;
    REQUIRE(next.bell().fd() == number);
    const auto successor = it.pump.serve(next);
    it.settle();
    next.work = 1;
    next.rings();
    it.settle();
    CHECK(next.work == 0);
}

TEST_CASE("a member may end when its bell has rung but was not yet heard", "[io][pump]") {
    pumping it;
    scripted_member one, two;
    std::optional<io::pump::membership> first = it.pump.serve(one);
    std::optional<io::pump::membership> second = it.pump.serve(two);
    it.settle();
    // Whichever is heard first ends the other one, whose handler may already be on its way.
    one.on_drain = [&] { second.reset(); };
    two.on_drain = [&] { first.reset(); };
    one.rings();
    two.rings();
    const auto of_one = one.drains, of_two = two.drains;
    it.settle();
    REQUIRE(first.has_value() != second.has_value());
    if (first) CHECK(two.drains == of_two);
    else CHECK(one.drains == of_one);
}

TEST_CASE("a membership may be moved and replaced", "[io][pump]") {
    pumping it;
    scripted_member one, two;
    auto membership = it.pump.serve(one);
    auto moved = std::move(membership);
    it.settle();
    const auto drains_of_one = one.drains;
    CHECK(drains_of_one > 0);
    moved = it.pump.serve(two);
    one.rings();
    it.settle();
    CHECK(one.drains == drains_of_one);  // Ended by its replacement.
    const auto drains_before = two.drains;
    CHECK(drains_before > 0);
    moved = {};
    two.rings();
    it.settle();
    CHECK(two.drains == drains_before);
}

TEST_CASE("a pump may end with members asleep, awake and ended", "[io][pump]") {
    scripted_member asleep, awake, ended;
    asio::io_context loop{1};
    {
        io::pump pump{loop};
        const auto first = pump.serve(asleep);
        auto third = std::make_optional(pump.serve(ended));
        asio::post(loop, [&] { loop.stop(); });
        pump.run();
        third.reset();
        const auto second = pump.serve(awake);
    }
    asleep.rings();
    loop.restart();
    loop.poll();  // What was cancelled is told so, and touches nothing that has gone.
    CHECK(asleep.drains == 1);
    CHECK(awake.drains == 0);
}

TEST_CASE("a loop may end under a membership whose bell it watched", "[io][pump]") {
    scripted_member one;
    auto it = std::make_unique<pumping>();
    std::optional<io::pump::membership> membership = it->pump.serve(one);
    it->settle();
    const auto drains_before = one.drains;
    membership.reset();
    it.reset();  // The cancelled wait still lies in the loop.
    CHECK(one.drains == drains_before);
}

TEST_CASE("a membership that ends leaves no wait behind in the loop", "[io][pump]") {
    // A broker sees thousands of sessions come and go: each wait that stayed would be one slot
    // lost.
    pumping it;
    scripted_member one;
    std::optional<io::pump::membership> membership = it.pump.serve(one);
    it.settle();
    it.loop.poll();
    REQUIRE_FALSE(it.loop.stopped());  // It waits for the bell.
    membership.reset();
    it.loop.poll();
    CHECK(it.loop.stopped());  // Nothing left to wait for.
}
