// SPDX-License-Identifier: MIT
//
// pump_channel_test — a pump with what it is there for: channels, in one process and in two.
#include "tests/protocol/support/bytes.hpp"
#include "tests/protocol/support/channel_pair.hpp"
#include "tests/protocol/support/other_side.hpp"
#include "tests/protocol/support/pumping.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;

namespace {

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
