// SPDX-License-Identifier: MIT
//
// frame_writer_test — messages into a ring: split, queued within a bound, in the order sent.
#include "tests/protocol/support/patience.hpp"
#include "tests/protocol/support/ring_memory.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/shm/frame_writer.hpp>
#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

using namespace fairlead;
using namespace fairlead::tests;
using shm::send_outcome;
using wire::fragment_bytes_max;
using wire::frame_kind;
namespace frame_flag = wire::frame_flag;

namespace {

constexpr std::size_t overflow_max = 1u << 20;

struct writer_over_ring {
    ring_memory ring{wire::ring_bytes_min};
    std::pair<shm::doorbell, shm::doorbell> bells = shm::doorbell::make_pair().value();
    shm::frame_writer out{ring.producer(), bells.first, overflow_max};
    shm::ring_consumer records = ring.consumer();

    send_outcome send(std::span<const std::byte> payload, std::uint64_t request = 0) {
        return out.send({.kind = frame_kind::call, .request = request_id{request}}, {payload});
    }

    /// Small messages until one has to queue.
    void fill_ring() {
        const auto payload = filled(1'000, 0);
        for (;;) {
            const auto outcome = send(payload);
            REQUIRE(shm::accepted(outcome));
            if (outcome == send_outcome::queued) return;
        }
    }

    struct frame {
        wire::frame_header header;
        std::vector<std::byte> payload;
    };
    /// The next record, copied, its room given back.
    std::optional<frame> take_frame() {
        const auto record = records.peek().value();
        if (!record) return std::nullopt;
        const auto view = wire::parse_frame(*record).value();
        frame copied{view.header, {view.payload.begin(), view.payload.end()}};
        records.release();
        static_cast<void>(records.publish());
        return copied;
    }
};

}  // namespace

TEST_CASE("a message is in the ring when it was sent, and seen when it was flushed",
          "[shm][frame]") {
    writer_over_ring to;
    CHECK(to.send(bytes_of("[1]"), 77) == send_outcome::sent);
    CHECK_FALSE(to.take_frame().has_value());
    CHECK(to.out.flush());
    const auto frame = to.take_frame();
    REQUIRE(frame.has_value());
    CHECK(frame->header.kind == frame_kind::call);
    CHECK(frame->header.request == request_id{77});
    CHECK(frame->header.flags == 0);
    CHECK(frame->header.payload_bytes == 3);
    CHECK(text_of(frame->payload) == "[1]");
}

TEST_CASE("the pieces of a payload arrive as one", "[shm][frame]") {
    writer_over_ring to;
    const auto one = bytes_of("one,"), two = bytes_of("two,"), three = bytes_of("three");
    CHECK(to.out.send({.kind = frame_kind::event}, {one, {}, two, three}) == send_outcome::sent);
    CHECK(to.out.send({.kind = frame_kind::event}, {}) == send_outcome::sent);
    REQUIRE(to.out.flush());
    CHECK(text_of(to.take_frame()->payload) == "one,two,three");
    CHECK(to.take_frame()->payload.empty());
}

TEST_CASE("pieces may be overwritten as soon as they were sent", "[shm][frame]") {
    writer_over_ring to;
    auto small = filled(100, 1), large = filled(100'000, 2);
    to.fill_ring();  // From here on messages are queued.
    CHECK(to.send(small) == send_outcome::queued);
    CHECK(to.send(large) == send_outcome::queued);
    fill(small, 0);
    fill(large, 0);
    std::vector<std::byte> tail;
    do {
        REQUIRE(to.out.flush());
        while (const auto frame = to.take_frame())
            tail.insert(tail.end(), frame->payload.begin(), frame->payload.end());
    } while (to.out.overflow_bytes() != 0);
    REQUIRE(tail.size() > 100'100);
    CHECK(is_filled(std::span{tail}.last(100'000), 2));
    CHECK(is_filled(std::span{tail}.last(100'100).first(100), 1));
}

TEST_CASE("a message up to the bound of a fragment is one record", "[shm][frame]") {
    writer_over_ring to;
    CHECK(to.send(filled(fragment_bytes_max, 3)) == send_outcome::sent);
    REQUIRE(to.out.flush());
    const auto frame = to.take_frame();
    CHECK(frame->header.flags == 0);
    CHECK(is_filled(frame->payload, 3));
    CHECK_FALSE(to.take_frame().has_value());
}

TEST_CASE("a larger message is split: all but the last fragment say that more follows",
          "[shm][frame]") {
    writer_over_ring to;
    const auto extra = GENERATE(as<std::size_t>{}, 1, 100, fragment_bytes_max);
    CAPTURE(extra);
    const auto payload = filled(fragment_bytes_max + extra, 4);
    CHECK(to.out.send({.kind = frame_kind::result,
                       .flags = frame_flag::named,
                       .request = request_id{5},
                       .aux = 6},
                      {payload}) == send_outcome::sent);
    REQUIRE(to.out.flush());
    const auto first = to.take_frame(), second = to.take_frame();
    REQUIRE(second.has_value());
    CHECK(first->header.kind == frame_kind::result);
    CHECK(first->header.flags == (frame_flag::named | frame_flag::more));
    CHECK(first->header.request == request_id{5});
    CHECK(first->header.aux == 6);
    CHECK(first->payload.size() == fragment_bytes_max);
    CHECK(second->header.kind == frame_kind::fragment);
    CHECK(second->header.flags == 0);
    CHECK(second->payload.size() == extra);
    auto both = first->payload;
    both.insert(both.end(), second->payload.begin(), second->payload.end());
    CHECK(both == payload);
    CHECK_FALSE(to.take_frame().has_value());
}

TEST_CASE("payload size and the flag for more are the writer's, whatever the header says",
          "[shm][frame]") {
    writer_over_ring to;
    const auto small = bytes_of("abc");
    const auto large = filled(fragment_bytes_max + 1, 5);
    const wire::frame_header header{.payload_bytes = 999,
                                    .kind = frame_kind::call,
                                    .flags = frame_flag::more | frame_flag::named};
    CHECK(to.out.send(header, {small}) == send_outcome::sent);
    CHECK(to.out.send(header, {large}) == send_outcome::sent);
    REQUIRE(to.out.flush());
    const auto whole = to.take_frame();
    CHECK(whole->header.payload_bytes == 3);
    CHECK(whole->header.flags == frame_flag::named);
    CHECK(to.take_frame()->header.flags == (frame_flag::named | frame_flag::more));
    CHECK(to.take_frame()->header.flags == 0);
}

TEST_CASE("a message above its bound is refused, and nothing of it is sent", "[shm][frame]") {
    writer_over_ring to;
    const std::vector<std::byte> much(wire::payload_bytes_max);
    CHECK(to.out.send({.kind = frame_kind::call}, {much, bytes_of("x")}) ==
          send_outcome::too_large);
    REQUIRE(to.out.flush());
    CHECK_FALSE(to.take_frame().has_value());
    CHECK(to.out.overflow_bytes() == 0);
}

TEST_CASE("what finds the ring full is queued, and leaves when there is room", "[shm][frame]") {
    writer_over_ring to;
    to.fill_ring();
    CHECK(to.out.overflow_bytes() > 1'000);
    REQUIRE(to.out.flush());
    CHECK(to.out.overflow_bytes() > 0);  // No room yet.
    while (to.take_frame()) {}
    REQUIRE(to.out.flush());
    CHECK(to.out.overflow_bytes() == 0);
    CHECK(to.take_frame().has_value());
}

TEST_CASE("order is kept between messages that were queued and messages that were not",
          "[shm][frame]") {
    writer_over_ring to;
    numbers random{3};
    std::uint64_t sent = 0, arrived = 0;
    bool in_order = true;
    for (int turn = 0; turn < 300; ++turn) {
        for (auto burst = random.below(20); burst > 0; --burst) {
            // Now and then one that is split.
            const auto size = random.below(20) == 0 ? 100'000 : random.below(5'000);
            if (!shm::accepted(to.send(filled(size, sent), sent))) break;
            ++sent;
        }
        REQUIRE(to.out.flush());
        for (auto burst = random.below(20); burst > 0; --burst) {
            const auto frame = to.take_frame();
            if (!frame) break;
            if ((frame->header.flags & frame_flag::more) == 0)
                in_order = in_order && frame->header.request == request_id{arrived++};
        }
    }
    do {
        REQUIRE(to.out.flush());
        while (const auto frame = to.take_frame())
            if ((frame->header.flags & frame_flag::more) == 0)
                in_order = in_order && frame->header.request == request_id{arrived++};
    } while (to.out.overflow_bytes() != 0);
    CHECK(in_order);
    CHECK(sent > 1'000);
    CHECK(arrived == sent);
}

TEST_CASE("no message comes between the fragments of another", "[shm][frame]") {
    writer_over_ring to;
    CHECK(to.send(filled(600'000, 6), 1) == send_outcome::queued);  // Larger than the ring.
    CHECK(to.send(bytes_of("small"), 2) == send_outcome::queued);
    std::vector<frame_kind> kinds;
    do {
        REQUIRE(to.out.flush());
        while (const auto frame = to.take_frame()) kinds.push_back(frame->header.kind);
    } while (to.out.overflow_bytes() != 0);
    REQUIRE(kinds.size() == 11);
    CHECK(kinds.front() == frame_kind::call);
    CHECK(kinds.back() == frame_kind::call);
    CHECK(std::count(kinds.begin(), kinds.end(), frame_kind::fragment) == 9);
}

TEST_CASE("the overflow queue is bounded: what does not fit is refused and not kept",
          "[shm][frame]") {
    writer_over_ring to;
    to.fill_ring();
    const auto payload = filled(50'000, 7);
    while (to.send(payload) == send_outcome::queued) {
        REQUIRE(to.out.overflow_bytes() <= overflow_max);
    }
    const auto kept = to.out.overflow_bytes();
    CHECK(kept > overflow_max - 51'000);
    CHECK(to.send(payload) == send_outcome::full);
    CHECK(to.out.overflow_bytes() == kept);
    CHECK(to.send(bytes_of("smaller")) == send_outcome::queued);  // That one still fits.
    CHECK(to.out.overflow_bytes() > kept);
}

TEST_CASE("empty messages in the queue are paid for, too", "[shm][frame]") {
    writer_over_ring to;
    to.fill_ring();
    std::size_t queued = 0;
    while (to.send({}) == send_outcome::queued && queued < overflow_max) ++queued;
    CHECK(queued > 0);
    CHECK(queued < overflow_max / sizeof(wire::frame_header));
}

TEST_CASE("an empty queue takes one message of any allowed size, so that it can leave at all",
          "[shm][frame]") {
    writer_over_ring to;
    CHECK(to.send(filled(4 * overflow_max, 8)) == send_outcome::queued);
    CHECK(to.send(bytes_of("x")) == send_outcome::full);
    std::size_t arrived = 0;
    do {
        REQUIRE(to.out.flush());
        while (const auto frame = to.take_frame()) arrived += frame->payload.size();
    } while (to.out.overflow_bytes() != 0);
    CHECK(arrived == 4 * overflow_max);
    CHECK(to.send(bytes_of("x")) == send_outcome::sent);
}

TEST_CASE("beside a full ring the oldest events make room for the newest", "[shm][frame]") {
    writer_over_ring to;
    to.fill_ring();  // Calls; from here on messages wait.
    constexpr std::uint64_t events = 20'000;
    const auto payload = filled(100, 7);
    for (std::uint64_t n = 1; n <= events; ++n)
        REQUIRE(to.out.send({.kind = frame_kind::event, .request = request_id{n}}, {payload},
                            {shm::worth::expendable, 5}) == send_outcome::queued);
    CHECK(to.out.overflow_bytes() <= overflow_max);
    const auto losses = to.out.take_losses();
    CHECK(losses.dropped > events / 2);
    CHECK(losses.last_key == 5);
    std::vector<std::uint64_t> arrived;
    do {
        REQUIRE(to.out.flush());
        while (const auto frame = to.take_frame())
            if (frame->header.kind == frame_kind::event)
                arrived.push_back(raw(frame->header.request));
    } while (to.out.overflow_bytes() != 0);
    REQUIRE(arrived.size() == events - losses.dropped);
    CHECK(arrived.front() == losses.dropped + 1);
    CHECK(arrived.back() == events);
    CHECK(std::is_sorted(arrived.begin(), arrived.end()));
}

TEST_CASE("events make room for an answer", "[shm][frame]") {
    writer_over_ring to;
    to.fill_ring();
    while (!to.out.take_losses())
        REQUIRE(to.out.send({.kind = frame_kind::event}, {filled(1'000, 1)},
                            {shm::worth::expendable}) == send_outcome::queued);
    CHECK(to.send(filled(5'000, 2)) == send_outcome::queued);
    CHECK(to.out.take_losses().dropped >= 4);
}

TEST_CASE("an event of which a part is in the ring arrives whole", "[shm][frame]") {
    writer_over_ring to;
    const auto half = filled(600'000, 3);  // The ring takes some fragments of it.
    REQUIRE(to.out.send({.kind = frame_kind::event}, {half}, {shm::worth::latest, 5}) ==
            send_outcome::queued);
    const auto newer = filled(400'000, 4);
    for (int turn = 0; turn < 5; ++turn)
        REQUIRE(to.out.send({.kind = frame_kind::event}, {newer}, {shm::worth::latest, 5}) !=
                send_outcome::full);
    CHECK(to.out.take_losses().replaced >= 3);
    std::vector<std::vector<std::byte>> events;
    do {
        REQUIRE(to.out.flush());
        while (const auto frame = to.take_frame()) {
            if (frame->header.kind == frame_kind::event) events.emplace_back();
            events.back().insert(events.back().end(), frame->payload.begin(), frame->payload.end());
        }
    } while (to.out.overflow_bytes() != 0);
    REQUIRE(events.size() == 2);
    CHECK(events[0] == half);
    CHECK(events[1] == newer);
}

TEST_CASE("an event that finds the ring free is neither delayed nor charged", "[shm][frame]") {
    writer_over_ring to;
    for (int n = 0; n < 3; ++n)
        CHECK(to.out.send({.kind = frame_kind::event}, {bytes_of("[1]")},
                          {shm::worth::latest, 5}) == send_outcome::sent);
    CHECK(to.out.overflow_bytes() == 0);
    REQUIRE(to.out.flush());
    for (int n = 0; n < 3; ++n) CHECK(to.take_frame().has_value());
}

TEST_CASE("a flush rings for a reader that sleeps, and only then", "[shm][frame]") {
    using namespace std::chrono_literals;
    writer_over_ring to;
    to.send(bytes_of("awake"));
    REQUIRE(to.out.flush());
    CHECK_FALSE(is_readable_within(to.bells.second.fd(), 0ms));
    while (to.take_frame()) {}
    REQUIRE(to.records.try_sleep());
    to.send(bytes_of("asleep"));
    CHECK_FALSE(is_readable_within(to.bells.second.fd(), 0ms));
    REQUIRE(to.out.flush());
    CHECK(heard(to.bells.second, 0ms));
    REQUIRE(to.out.flush());
    CHECK_FALSE(is_readable_within(to.bells.second.fd(), 0ms));
}

TEST_CASE("a writer with a full ring asks to be woken, and only then", "[shm][frame]") {
    writer_over_ring to;
    to.send(bytes_of("x"));
    REQUIRE(to.out.flush());
    CHECK(to.ring.control->producer_waits == 0);
    to.fill_ring();
    REQUIRE(to.out.flush());
    CHECK(to.ring.control->producer_waits == 1);
}

TEST_CASE("a reader that breaks the ring is found at the next full claim", "[shm][frame]") {
    writer_over_ring to;
    to.fill_ring();
    to.ring.control->read = ~std::uint64_t{0};
    CHECK_FALSE(to.out.flush());

    writer_over_ring another;
    another.ring.control->read = 4;
    auto outcome = send_outcome::sent;
    while (outcome == send_outcome::sent) outcome = another.send(filled(1'000, 9));
    CHECK(outcome == send_outcome::broken);
}
