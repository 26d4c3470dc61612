// SPDX-License-Identifier: MIT
//
// ring_test — what an honest producer and an honest consumer can rely on.
#include "tests/protocol/support/ring_memory.hpp"
#include "tests/support/catch.hpp"

#include <stdexcept>

using namespace fairlead;
using namespace fairlead::tests;

namespace {

constexpr std::size_t ring_bytes = 256;

/// An empty ring whose indices stand at `index`, a multiple of 8.
struct ring_at : ring_memory {
    explicit ring_at(std::size_t index, std::size_t bytes = ring_bytes) : ring_memory{bytes} {
        for (std::size_t at = 0; at < index; at += record_cost(0)) {
            commit(in, "");
            static_cast<void>(in.publish());
            take(out);
            static_cast<void>(out.publish());
        }
        if (control->written != index || control->read != index) throw std::logic_error{"ring_at"};
    }
    shm::ring_producer in = producer();
    shm::ring_consumer out = consumer();
};

}  // namespace

TEST_CASE("a record arrives as it was written", "[shm][ring]") {
    ring_at ring{0};
    REQUIRE(commit(ring.in, "hello"));
    CHECK_FALSE(ring.in.publish());  // Nobody sleeps.
    CHECK(take(ring.out) == "hello");
    CHECK(take(ring.out) == std::nullopt);
}

TEST_CASE("records arrive in the order in which they were committed", "[shm][ring]") {
    ring_at ring{0};
    for (auto text : {"one", "two", "three"}) REQUIRE(commit(ring.in, text));
    CHECK_FALSE(ring.in.publish());
    for (auto text : {"one", "two", "three"}) CHECK(take(ring.out) == text);
}

TEST_CASE("an empty record is a record", "[shm][ring]") {
    ring_at ring{0};
    REQUIRE(commit(ring.in, ""));
    CHECK_FALSE(ring.in.publish());
    CHECK(take(ring.out) == "");
    CHECK(take(ring.out) == std::nullopt);
}

TEST_CASE("a committed record is not seen before it is published", "[shm][ring]") {
    ring_at ring{0};
    REQUIRE(commit(ring.in, "one"));
    REQUIRE(commit(ring.in, "two"));
    CHECK(take(ring.out) == std::nullopt);
    CHECK_FALSE(ring.in.publish());
    CHECK(take(ring.out) == "one");
    CHECK(take(ring.out) == "two");
}

TEST_CASE("a claim that is not committed leaves no trace", "[shm][ring]") {
    ring_at ring{0};
    REQUIRE(ring.in.try_claim(40).value().has_value());
    CHECK_FALSE(ring.in.publish());
    CHECK(take(ring.out) == std::nullopt);
    REQUIRE(commit(ring.in, "instead"));
    CHECK_FALSE(ring.in.publish());
    CHECK(take(ring.out) == "instead");
    CHECK(take(ring.out) == std::nullopt);
}

TEST_CASE("a record stays the next one until it is released", "[shm][ring]") {
    ring_at ring{0};
    REQUIRE(commit(ring.in, "one"));
    REQUIRE(commit(ring.in, "two"));
    CHECK_FALSE(ring.in.publish());
    CHECK(text_of(*ring.out.peek().value()) == "one");
    CHECK(text_of(*ring.out.peek().value()) == "one");
    ring.out.release();
    CHECK(text_of(*ring.out.peek().value()) == "two");
}

TEST_CASE("a record lies in the ring in one piece, aligned to 8", "[shm][ring]") {
    ring_at ring{ring_bytes - 16};
    REQUIRE(commit(ring.in, std::string(48, 'x')));  // Does not fit before the end.
    CHECK_FALSE(ring.in.publish());
    const auto record = ring.out.peek().value();
    REQUIRE(record.has_value());
    CHECK(record->data() == ring.data.data() + record_prefix_bytes);
    CHECK(record->size() == 48);
}

TEST_CASE("a record of any size arrives intact, wherever in the ring it begins", "[shm][ring]") {
    for (std::size_t begin = 0; begin < ring_bytes; begin += 8) {
        for (std::size_t size = 0; size <= ring_at{0}.in.record_bytes_max(); ++size) {
            ring_at ring{begin};
            const auto record = filled(size, size * 1'000 + begin);
            const bool was_committed = commit(ring.in, record);
            static_cast<void>(ring.in.publish());
            if (was_committed && take(ring.out) == text_of(record)) continue;
            CAPTURE(begin, size, was_committed);
            FAIL("the record did not arrive as it was written");
        }
    }
}

TEST_CASE("the largest record fits an empty ring, wherever its indices stand", "[shm][ring]") {
    for (std::size_t begin = 0; begin < 2 * ring_bytes; begin += 8) {
        CAPTURE(begin);
        ring_at ring{begin};
        CHECK(ring.in.try_claim(ring.in.record_bytes_max()).value().has_value());
    }
}

TEST_CASE("a ring can be filled to its last byte", "[shm][ring]") {
    ring_at ring{0};
    for (std::size_t i = 0; i < ring_bytes / 16; ++i) REQUIRE(commit(ring.in, "8 bytes!"));
    CHECK_FALSE(ring.in.try_claim(0).value().has_value());
    CHECK_FALSE(ring.in.publish());
    for (std::size_t i = 0; i < ring_bytes / 16; ++i) CHECK(take(ring.out) == "8 bytes!");
    CHECK(take(ring.out) == std::nullopt);
}

TEST_CASE("a full ring takes records again when room was given back", "[shm][ring]") {
    ring_at ring{0};
    while (commit(ring.in, "8 bytes!")) {}
    CHECK_FALSE(ring.in.publish());
    REQUIRE(take(ring.out) == "8 bytes!");
    CHECK_FALSE(commit(ring.in, "too soon"));  // Released, but not yet published.
    CHECK_FALSE(ring.out.publish());
    CHECK(commit(ring.in, "in time!"));
    CHECK_FALSE(commit(ring.in, "8 bytes!"));
}

TEST_CASE("a refused claim keeps what is in the ring as it is", "[shm][ring]") {
    ring_at ring{64};
    REQUIRE(commit(ring.in, std::string(100, 'a')));
    REQUIRE(commit(ring.in, std::string(40, 'b')));
    const auto before = ring.data;
    // 96 bytes are free: 32 before the end, 64 after it. In one piece there are no 88.
    CHECK_FALSE(ring.in.try_claim(80).value().has_value());
    CHECK((ring.data == before));
    CHECK_FALSE(ring.in.publish());
    CHECK(take(ring.out) == std::string(100, 'a'));
}

TEST_CASE("indices count bytes for ever", "[shm][ring]") {
    ring_at ring{0};
    std::uint64_t expected = 0;
    for (int lap = 0; lap < 1'000; ++lap) {
        REQUIRE(commit(ring.in, std::string(50, 'x')));
        static_cast<void>(ring.in.publish());
        REQUIRE(take(ring.out).has_value());
        static_cast<void>(ring.out.publish());
        // 64 bytes a record: four to a lap, none of them wraps.
        expected += record_cost(50);
        REQUIRE(ring.control->written == expected);
        REQUIRE(ring.control->read == expected);
    }
    CHECK(expected > 200 * ring_bytes);
}

TEST_CASE("the skipped end of the ring counts as written and as read", "[shm][ring]") {
    ring_at ring{ring_bytes - 16};
    REQUIRE(commit(ring.in, std::string(24, 'x')));
    CHECK_FALSE(ring.in.publish());
    CHECK(ring.control->written == ring_bytes + record_cost(24));
    REQUIRE(take(ring.out).has_value());
    CHECK_FALSE(ring.out.publish());
    CHECK(ring.control->read == ring_bytes + record_cost(24));
}

TEST_CASE("random traffic goes round the ring many times in order and intact", "[shm][ring]") {
    ring_at ring{0, 1'024};
    numbers random{2024};
    std::uint64_t committed = 0, taken = 0;
    bool intact = true;
    while (taken < 50'000) {
        for (auto burst = random.below(12); burst > 0; --burst) {
            const auto size = numbers{committed}.below(ring.in.record_bytes_max() + 1);
            if (!commit(ring.in, filled(size, committed))) break;
            ++committed;
        }
        static_cast<void>(ring.in.publish());
        for (auto burst = random.below(12); burst > 0; --burst) {
            const auto record = ring.out.peek().value();
            if (!record) break;
            const auto size = numbers{taken}.below(ring.in.record_bytes_max() + 1);
            intact = intact && record->size() == size && is_filled(*record, taken);
            ring.out.release();
            ++taken;
        }
        static_cast<void>(ring.out.publish());
    }
    CHECK(intact);
}

TEST_CASE("a publish rings for a consumer that sleeps, once", "[shm][ring]") {
    ring_at ring{0};
    REQUIRE(ring.out.try_sleep());
    REQUIRE(commit(ring.in, "one"));
    CHECK(ring.in.publish());
    REQUIRE(commit(ring.in, "two"));
    CHECK_FALSE(ring.in.publish());  // It is on its way.
}

TEST_CASE("a publish of nothing rings for nobody", "[shm][ring]") {
    ring_at ring{0};
    REQUIRE(ring.out.try_sleep());
    CHECK_FALSE(ring.in.publish());
    CHECK(ring.control->consumer_waits == 1);  // Still asleep, still to be rung for.
}

TEST_CASE("a consumer does not fall asleep over a published record", "[shm][ring]") {
    ring_at ring{0};
    REQUIRE(commit(ring.in, "one"));
    CHECK_FALSE(ring.in.publish());
    CHECK_FALSE(ring.out.try_sleep());
    CHECK(ring.control->consumer_waits == 0);  // It stays awake: nobody need ring.
    REQUIRE(take(ring.out) == "one");
    CHECK(ring.out.try_sleep());
}

TEST_CASE("a consumer that is awake again is not rung for", "[shm][ring]") {
    ring_at ring{0};
    REQUIRE(ring.out.try_sleep());
    ring.out.wake();
    REQUIRE(commit(ring.in, "one"));
    CHECK_FALSE(ring.in.publish());
}

TEST_CASE("a producer that waits for room is rung for when there is some, once", "[shm][ring]") {
    ring_at ring{0};
    while (commit(ring.in, "8 bytes!")) {}
    CHECK_FALSE(ring.in.publish());
    REQUIRE(ring.in.wait_for_room());
    REQUIRE(take(ring.out).has_value());
    CHECK(ring.out.publish());
    REQUIRE(take(ring.out).has_value());
    CHECK_FALSE(ring.out.publish());
}

TEST_CASE("a producer does not wait when room was given since it looked", "[shm][ring]") {
    ring_at ring{0};
    while (commit(ring.in, "8 bytes!")) {}
    CHECK_FALSE(ring.in.publish());
    REQUIRE(take(ring.out).has_value());
    CHECK_FALSE(ring.out.publish());
    CHECK_FALSE(ring.in.wait_for_room());
    CHECK(ring.control->producer_waits == 0);  // It tries at once: nobody need ring.
    CHECK(commit(ring.in, "8 bytes!"));
}

TEST_CASE("a consumer that gives nothing back rings for nobody", "[shm][ring]") {
    ring_at ring{0};
    while (commit(ring.in, "8 bytes!")) {}
    CHECK_FALSE(ring.in.publish());
    REQUIRE(ring.in.wait_for_room());
    REQUIRE(ring.out.peek().value().has_value());  // Looked at, not released.
    CHECK_FALSE(ring.out.publish());
    CHECK(ring.control->producer_waits == 1);
}
