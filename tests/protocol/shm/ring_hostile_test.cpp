// SPDX-License-Identifier: MIT
//
// ring_hostile_test — the other side writes what it likes into the shared words and bytes: it harms
// its own session, and nothing else.
#include "tests/protocol/support/other_side.hpp"
#include "tests/protocol/support/patience.hpp"
#include "tests/protocol/support/ring_memory.hpp"

#include <fairlead/shm/segment.hpp>

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <limits>

using namespace fairlead;
using namespace fairlead::tests;
using fairlead::shm::shm_errc;

namespace {

constexpr std::size_t ring_bytes = 256;

/// A consumer that has read and given back 64 bytes; 32 bytes (two records of 8) lie before it.
struct half_read {
    half_read() {
        for (int i = 0; i < 6; ++i) REQUIRE(commit(in, "8 bytes!"));
        static_cast<void>(in.publish());
        for (int i = 0; i < 4; ++i) REQUIRE(take(out) == "8 bytes!");
        static_cast<void>(out.publish());
    }
    ring_memory ring{ring_bytes};
    shm::ring_producer in = ring.producer();
    shm::ring_consumer out = ring.consumer();
};

/// A fresh ring of which `written` bytes are published, all of them ours to set.
struct forged {
    explicit forged(std::size_t written) { ring.control->written = written; }
    ring_memory ring{ring_bytes};
    shm::ring_consumer out = ring.consumer();
};

/// A ring by hand in a segment: control words, then data.
shm::ring_control& control_in(shm::segment const& where) {
    return *reinterpret_cast<shm::ring_control*>(where.bytes().data());
}
std::span<std::byte> data_in(shm::segment const& where) {
    return where.bytes().subspan(sizeof(shm::ring_control));
}

bool lies_within(std::span<const std::byte> record, std::span<const std::byte> data) {
    return record.data() >= data.data() &&
           record.data() + record.size() <= data.data() + data.size();
}

}  // namespace

TEST_CASE("a written index that no honest producer can have is refused", "[shm][hostile]") {
    constexpr auto largest = std::numeric_limits<std::uint64_t>::max();
    const auto index =
        GENERATE_COPY(std::uint64_t{0},                       // Before what was read.
                      std::uint64_t{88},                      // The same, by one step.
                      std::uint64_t{64 + ring_bytes + 8},     // More than the ring holds.
                      std::uint64_t{97}, std::uint64_t{100},  // Between two steps.
                      std::uint64_t{1} << 63, largest - 7, largest);
    CAPTURE(index);
    half_read it;
    REQUIRE(take(it.out).has_value());
    REQUIRE(take(it.out).has_value());
    REQUIRE_FALSE(it.out.peek().value().has_value());
    it.ring.control->written = index;
    CHECK(it.out.peek().error() == shm_errc::index_out_of_range);
    CHECK(it.out.peek().error() == shm_errc::index_out_of_range);  // And stays so.
}

TEST_CASE("a producer cannot have written over what was not given back", "[shm][hostile]") {
    half_read it;
    REQUIRE(take(it.out).has_value());
    REQUIRE(take(it.out).has_value());
    // Read up to 96, given back up to 64: an honest producer stops at 64 + ring_bytes.
    it.ring.control->written = 64 + ring_bytes + 8;
    CHECK(it.out.peek().error() == shm_errc::index_out_of_range);
}

TEST_CASE("a read index that no honest consumer can have is refused", "[shm][hostile]") {
    constexpr auto largest = std::numeric_limits<std::uint64_t>::max();
    const auto index = GENERATE_COPY(std::uint64_t{0},   // Before what was read.
                                     std::uint64_t{56},  // The same, by one step.
                                     std::uint64_t{65}, std::uint64_t{68},  // Between two steps.
                                     std::uint64_t{104},  // Committed, but not published.
                                     std::uint64_t{64 + ring_bytes + 8},  // Not even written.
                                     std::uint64_t{1} << 63, largest - 7, largest);
    CAPTURE(index);
    half_read it;
    while (commit(it.in, "8 bytes!")) {}  // Sees that 64 were read; commits more than it shows.
    it.ring.control->read = index;
    CHECK(it.in.try_claim(8).error() == shm_errc::index_out_of_range);
}

TEST_CASE("a read index that goes back does not put the producer to sleep", "[shm][hostile]") {
    half_read it;
    while (commit(it.in, "8 bytes!")) {}
    it.ring.control->read = 0;
    CHECK_FALSE(it.in.wait_for_room());  // "Look again", and looking finds the error.
    CHECK(it.in.try_claim(8).error() == shm_errc::index_out_of_range);
}

TEST_CASE("a record length that leads out of what was written is refused", "[shm][hostile]") {
    const std::uint32_t length =
        GENERATE(25u, 32u, 255u, 256u, 0x7fff'ffffu, 0x8000'0000u, 0xffff'fff0u, 0xffff'fffeu);
    CAPTURE(length);
    forged it{32};
    it.ring.set_length(0, length);
    CHECK(it.out.peek().error() == shm_errc::bad_record);
}

TEST_CASE("a record that would straddle the end of the ring is refused", "[shm][hostile]") {
    forged it{ring_bytes};
    it.ring.set_length(0, ring_bytes - 32);  // Cost: all but the last 24 bytes.
    REQUIRE(it.out.peek().value()->size() == ring_bytes - 32);
    it.out.release();
    static_cast<void>(it.out.publish());
    it.ring.control->written = ring_bytes + 128;
    it.ring.set_length(ring_bytes - 24, 17);  // There is room for 16.
    CHECK(it.out.peek().error() == shm_errc::bad_record);
}

TEST_CASE("a wrap at the very start of the ring is refused", "[shm][hostile]") {
    forged it{ring_bytes};
    it.ring.set_length(0, wrap_marker);
    CHECK(it.out.peek().error() == shm_errc::bad_record);
}

TEST_CASE("a wrap that leads over what was written is refused", "[shm][hostile]") {
    forged it{32};
    it.ring.set_length(0, 8);
    REQUIRE(it.out.peek().value().has_value());
    it.out.release();
    it.ring.set_length(16, wrap_marker);  // 240 bytes to the end, 16 of them written.
    CHECK(it.out.peek().error() == shm_errc::bad_record);
}

TEST_CASE("a wrap with nothing behind it is waited behind, not believed", "[shm][hostile]") {
    forged it{ring_bytes};
    it.ring.set_length(0, ring_bytes - 32);
    REQUIRE(it.out.peek().value().has_value());
    it.out.release();
    it.ring.set_length(ring_bytes - 24, wrap_marker);
    CHECK_FALSE(it.out.peek().value().has_value());
    CHECK_FALSE(it.out.peek().value().has_value());
    CHECK(it.out.try_sleep());
    static_cast<void>(it.out.publish());
    it.ring.control->written = ring_bytes + 16;
    it.ring.set_length(0, 8);
    CHECK(it.out.peek().value()->size() == 8);
}

TEST_CASE("whatever length a record claims, its bytes lie in the ring", "[shm][hostile]") {
    for (std::size_t offset = 0; offset < ring_bytes; offset += 8) {
        for (std::uint64_t length = 0; length <= 0xffff'ffff;
             length = length < 2 * ring_bytes ? length + 1 : length * 2 + 1) {
            forged it{offset};
            if (offset != 0) {  // One record up to there.
                it.ring.set_length(0, static_cast<std::uint32_t>(offset - record_prefix_bytes));
                REQUIRE(it.out.peek().value().has_value());
                it.out.release();
                static_cast<void>(it.out.publish());
            }
            it.ring.control->written = offset + ring_bytes;
            it.ring.set_length(offset, static_cast<std::uint32_t>(length));
            const auto record = it.out.peek();
            if (!record || !*record || lies_within(**record, it.ring.data)) continue;
            CAPTURE(offset, length);
            FAIL("the record lies outside of its ring");
        }
    }
}

TEST_CASE("a length that changes under the reader changes nothing", "[shm][hostile]") {
    half_read it;
    const auto record = it.out.peek().value();
    REQUIRE(record->size() == 8);
    it.ring.set_length(64, 0xffff'fff0u);
    CHECK(record->size() == 8);
    it.out.release();
    CHECK(take(it.out) == "8 bytes!");  // The next one is where the checked length led.
}

TEST_CASE("a peer that rewrites lengths and indices all the time gets nothing out of it",
          "[shm][hostile]") {
    // Two mappings: TSan would rightly call this a race if it saw it. The reader must not care.
    const auto ours = shm::segment::create(sizeof(shm::ring_control) + ring_bytes).value();
    const auto theirs =
        shm::segment::open(unique_fd{::fcntl(ours.fd(), F_DUPFD_CLOEXEC, 0)}, ours.bytes().size())
            .value();
    std::atomic<bool> is_over = false;
    auto attack = [&] {
        numbers random{7};
        auto& control = control_in(theirs);
        while (!is_over) {
            const auto at = random.below(ring_bytes / 8) * 8;
            const auto length = random.below(4) == 0 ? wrap_marker : random.below(ring_bytes);
            std::memcpy(data_in(theirs).data() + at, &length, sizeof(std::uint32_t));
            control.written = control.read + random.below(ring_bytes / 8 + 2) * 8;
        }
        return true;
    };
    other_side attacker{placement::one_process, attack};

    std::size_t records = 0, refusals = 0, bytes = 0;
    bool within = true;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    auto look = [&](shm::ring_consumer& out) {
        const auto record = out.peek();
        if (!record) return false;
        if (!*record) {
            ::sched_yield();  // The attacker may need this very core.
            return true;
        }
        within = within && lies_within(**record, data_in(ours));
        for (const auto byte : **record) bytes += static_cast<std::size_t>(byte);
        ++records;
        out.release();
        static_cast<void>(out.publish());
        return true;
    };
    while (records < 10'000 && std::chrono::steady_clock::now() < deadline) {
        control_in(ours).read = 0;  // A new session each time that one ends.
        shm::ring_consumer out{control_in(ours), data_in(ours)};
        while (look(out)) {}
        ++refusals;
    }
    is_over = true;
    CHECK(attacker.ended_well());
    CHECK(within);
    CHECK(records >= 10'000);
    CHECK(refusals > 0);
    CHECK(bytes > 0);
}

TEST_CASE("a producer that dies between claim and commit does not block the ring",
          "[shm][hostile]") {
    const auto where = GENERATE(placement::one_process, placement::two_processes);
    CAPTURE(where);
    const auto memory = shm::segment::create(sizeof(shm::ring_control) + ring_bytes).value();

    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const unique_fd watched{ends[0]}, told{ends[1]};
    auto half_a_record = [&] {
        shm::ring_producer in{control_in(memory), data_in(memory)};
        if (!commit(in, "said in time")) return false;
        static_cast<void>(in.publish());
        const auto claim = in.try_claim(64);
        std::memset((*claim)->data(), 'x', 32);  // Half of it, and no word more.
        const bool was_told = ::write(told.get(), "!", 1) == 1;
        if (where == placement::two_processes) ::pause();  // Until it is killed.
        return was_told;
    };
    other_side producer{where, half_a_record};
    REQUIRE(is_readable_within(watched.get(), patience));
    if (where == placement::two_processes) producer.kill();
    else CHECK(producer.ended_well());

    shm::ring_consumer out{control_in(memory), data_in(memory)};
    CHECK(take(out) == "said in time");
    CHECK_FALSE(out.peek().value().has_value());
    CHECK(out.try_sleep());
}
