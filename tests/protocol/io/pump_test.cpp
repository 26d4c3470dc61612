// SPDX-License-Identifier: MIT
//
// pump_test — who is served, who sleeps, who wakes, and what may end while it does.
#include "tests/protocol/support/bytes.hpp"
#include "tests/protocol/support/channel_pair.hpp"
#include "tests/protocol/support/other_side.hpp"
#include "tests/protocol/support/patience.hpp"

#include <fairlead/io/pump.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <sys/resource.h>

#include <memory>
#include <optional>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

/// A member without rings: it has as much to do as it is told, and rings its own bell.
class scripted_member : public io::pumped {
public:
    bool drain() override {
        ++drains;
        if (on_drain) on_drain();
        if (work == 0) return false;
        --work;
        return true;
    }
    bool try_sleep() override {
        ++sleeps;
        if (on_try_sleep) on_try_sleep();
        return work == 0;
    }
    void wake() override { ++wakes; }
    shm::doorbell const& bell() const override { return bells.first; }

    void rings() { bells.second.ring(); }

    std::pair<shm::doorbell, shm::doorbell> bells = shm::doorbell::make_pair().value();
    std::size_t work = 0;
    std::size_t drains = 0, sleeps = 0, wakes = 0;
    std::function<void()> on_drain, on_try_sleep;
};

/// Goes to sleep after everybody else, a few times: the loop handles one thing after each, and each
/// bell that was rung is among them. Few enough that nobody counts as silent for that.
class last_to_sleep final : public io::pumped {
public:
    explicit last_to_sleep(asio::io_context& loop) : loop_{loop} {}
    ~last_to_sleep() override { *asleep_ = false; }
    bool drain() override { return false; }
    bool try_sleep() override {
        *asleep_ = true;
        if (++tries_ < 5) bells_.second.ring();
        else
            asio::post(loop_, [asleep = asleep_, &loop = loop_] {
                if (*asleep) loop.stop();
            });
        return true;
    }
    void wake() override { *asleep_ = false; }  // Called, too, when somebody else could not sleep.
    shm::doorbell const& bell() const override { return bells_.first; }

private:
    asio::io_context& loop_;
    std::pair<shm::doorbell, shm::doorbell> bells_ = shm::doorbell::make_pair().value();
    int tries_ = 0;
    std::shared_ptr<bool> asleep_ = std::make_shared<bool>(false);  // The loop may outlive us.
};

/// A loop and its pump, which every test stops; a deadline stops it as well, and is then a failure.
struct pumping {
    asio::io_context loop{1};
    io::pump pump{loop};
    bool ran_too_long = false;

    void run() {
        asio::steady_timer deadline{loop, patience};
        deadline.async_wait([this](auto failed) {
            if (failed) return;
            ran_too_long = true;
            loop.stop();
        });
        pump.run();
        loop.restart();
        CHECK_FALSE(ran_too_long);
    }
    void run_for(std::chrono::milliseconds time) {
        asio::steady_timer end{loop, time};
        end.async_wait([this](auto) { loop.stop(); });
        run();
    }
    /// Until all bells were heard and everybody sleeps.
    void settle() {
        last_to_sleep last{loop};
        const auto membership = pump.serve(last);
        run();
    }
};

long switches_of_this_thread() {
    rusage usage{};
    ::getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_nvcsw;  // Voluntary: what the rest of the machine does is not our doing.
}

/// Answers each message with itself; the pump's customer as broker and SDK are.
class echo final : public io::pumped {
public:
    explicit echo(shm::channel& with) : with_{with} {}
    bool drain() override {
        const auto read = with_.in().receive(16, [&](wire::frame_view const& frame) {
            auto header = frame.header;
            header.kind = wire::frame_kind::pong;
            refused += !shm::accepted(with_.out().send(header, {frame.payload}));
        });
        return read && *read != 0;
    }
    bool try_sleep() override { return with_.in().try_sleep(); }
    void wake() override { with_.in().wake(); }
    shm::doorbell const& bell() const override { return with_.bell(); }
    int refused = 0;

private:
    shm::channel& with_;
};

}  // namespace

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

TEST_CASE("two pumps talk through a channel, sleeping in between", "[io][pump]") {
    const auto where = GENERATE(placement::one_process, placement::two_processes);
    CAPTURE(where);
    constexpr std::uint64_t count = 2'000;
    channel_pair ends;
    other_side answering(where, [&] {
        if (where == placement::two_processes) ends.broker.reset();  // The asker's, inherited.
        asio::io_context loop{1};
        io::pump pump{loop};
        echo member{*ends.peer};
        pump.at_turn_end([&] {
            if (!ends.peer->out().flush()) loop.stop();
        });
        const auto membership = pump.serve(member);
        // The asker says when it is done by closing its bell.
        asio::steady_timer watch{loop};
        std::function<void()> look = [&] {
            watch.expires_after(10ms);
            watch.async_wait([&](auto) {
                char none;
                const auto got = ::recv(ends.peer->bell().fd(), &none, 1, MSG_DONTWAIT | MSG_PEEK);
                if (got == 0) loop.stop();
                else look();
            });
        };
        look();
        asio::steady_timer deadline{loop, patience};
        deadline.async_wait([&](auto) { loop.stop(); });
        pump.run();
        return member.refused == 0;
    });

    struct asker final : io::pumped {
        shm::channel& with;
        asio::io_context& loop;
        std::uint64_t asked = 0, answered = 0;
        bool intact = true;
        asker(shm::channel& channel, asio::io_context& context) : with{channel}, loop{context} {}

        void ask() {
            const auto payload = filled(numbers{asked}.below(3'000), asked);
            intact = intact && shm::accepted(with.out().send(
                                   {.kind = wire::frame_kind::ping, .request = request_id{asked}},
                                   {payload}));
            ++asked;
        }
        bool drain() override {
            const auto read = with.in().receive(16, [&](wire::frame_view const& frame) {
                intact = intact && frame.header.request == request_id{answered} &&
                         is_filled(frame.payload, answered);
                ++answered;
                // One in flight at times, many at others: hot and cold, full and empty.
                if (asked == answered)
                    for (auto burst = 1 + numbers{asked}.below(200); burst > 0; --burst) ask();
            });
            if (!read || answered >= count || !intact) loop.stop();
            return read && *read != 0;
        }
        bool try_sleep() override { return with.in().try_sleep(); }
        void wake() override { with.in().wake(); }
        shm::doorbell const& bell() const override { return with.bell(); }
    };
    {
        pumping it;
        asker member{*ends.broker, it.loop};
        it.pump.at_turn_end([&] {
            if (!ends.broker->out().flush()) it.loop.stop();
        });
        member.ask();
        const auto membership = it.pump.serve(member);
        it.run();
        CHECK(member.answered >= count);
        CHECK(member.intact);
    }
    ends.broker.reset();
    CHECK(answering.ended_well());
}
