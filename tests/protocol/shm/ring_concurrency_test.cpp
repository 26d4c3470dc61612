// SPDX-License-Identifier: MIT
//
// ring_concurrency_test — producer and consumer at the same time, each sleeping when it has nothing
// to do. One mapping and two threads for ThreadSanitizer, which does not see races between two
// mappings; two mappings, in two threads or two processes, as in life.
#include "tests/protocol/support/other_side.hpp"
#include "tests/protocol/support/patience.hpp"
#include "tests/protocol/support/ring_memory.hpp"

#include <fairlead/shm/segment.hpp>

#include <fcntl.h>

using namespace fairlead;
using namespace fairlead::tests;

namespace {

constexpr std::size_t ring_bytes = 4'096;

std::size_t size_of_record(std::uint64_t index) { return numbers{index}.below(200); }

/// Commits `count` records in bursts, sleeps while the ring is full. False: a wake-up was lost.
bool produce(shm::ring_producer in, shm::doorbell const& bell, std::uint64_t count) {
    numbers random{1};
    std::uint64_t committed = 0;
    while (committed < count) {
        bool full = false;
        for (auto burst = 1 + random.below(8); burst > 0 && committed < count && !full; --burst) {
            auto claim = in.try_claim(size_of_record(committed));
            if (!claim) return false;
            full = !claim->has_value();
            if (full) break;
            fill(**claim, committed++);
            in.commit();
        }
        if (in.publish()) bell.ring();
        if (full && in.wait_for_room() && !heard(bell)) return false;
    }
    return true;
}

/// Takes `count` records, sleeps while the ring is empty. False: a wake-up was lost, or a record is
/// not the next one or not what was written.
bool consume(shm::ring_consumer out, shm::doorbell const& bell, std::uint64_t count) {
    std::uint64_t taken = 0;
    while (taken < count) {
        const auto record = out.peek();
        if (!record) return false;
        if (*record) {
            if ((*record)->size() != size_of_record(taken) || !is_filled(**record, taken))
                return false;
            out.release();
            if (++taken % 8 != 0) continue;
        }
        if (out.publish()) bell.ring();
        if (*record || !out.try_sleep()) continue;
        if (!heard(bell)) return false;
        out.wake();
    }
    static_cast<void>(out.publish());
    return true;
}

}  // namespace

TEST_CASE("several hundred thousand records cross between two threads, in order and intact",
          "[shm][ring]") {
    constexpr std::uint64_t count = 300'000;
    ring_memory ring{ring_bytes};
    auto bells = shm::doorbell::make_pair().value();
    other_side producer(placement::one_process,
                        [&] { return produce(ring.producer(), bells.first, count); });
    CHECK(consume(ring.consumer(), bells.second, count));
    CHECK(producer.ended_well());
}

TEST_CASE("records cross between two mappings of one segment, in order and intact", "[shm][ring]") {
    constexpr std::uint64_t count = 100'000;
    const auto where = GENERATE(placement::one_process, placement::two_processes);
    CAPTURE(where);
    auto memory = shm::segment::create(sizeof(shm::ring_control) + ring_bytes).value();
    auto bells = shm::doorbell::make_pair().value();
    other_side producer(where, [&] {
        const auto again = shm::segment::open(unique_fd{::fcntl(memory.fd(), F_DUPFD_CLOEXEC, 0)},
                                              memory.bytes().size())
                               .value();
        return produce({*reinterpret_cast<shm::ring_control*>(again.bytes().data()),
                        again.bytes().subspan(sizeof(shm::ring_control))},
                       bells.first, count);
    });
    CHECK(consume({*reinterpret_cast<shm::ring_control*>(memory.bytes().data()),
                   memory.bytes().subspan(sizeof(shm::ring_control))},
                  bells.second, count));
    CHECK(producer.ended_well());
}

TEST_CASE("no wake-up is lost when both sides sleep after each record", "[shm][ring]") {
    // There and back through two rings: whoever waits has always announced it first.
    constexpr int count = 20'000;
    ring_memory there{ring_bytes}, back{ring_bytes};
    auto bells = shm::doorbell::make_pair().value();
    auto wait_and_take = [](shm::ring_consumer& from, shm::doorbell const& bell) {
        for (;;) {
            if (auto record = take(from)) return record == "x";
            if (!from.try_sleep()) continue;
            if (!heard(bell)) return false;
            from.wake();
        }
    };
    other_side echo(placement::one_process, [&] {
        auto in = back.producer();
        auto out = there.consumer();
        for (int i = 0; i < count; ++i) {
            if (!wait_and_take(out, bells.first)) return false;
            static_cast<void>(out.publish());
            if (!commit(in, "x")) return false;
            if (in.publish()) bells.first.ring();
        }
        return true;
    });
    auto in = there.producer();
    auto out = back.consumer();
    int rounds = 0;
    for (; rounds < count; ++rounds) {
        if (!commit(in, "x")) break;
        if (in.publish()) bells.second.ring();
        if (!wait_and_take(out, bells.second)) break;
        static_cast<void>(out.publish());
    }
    CHECK(rounds == count);
    CHECK(echo.ended_well());
}
