// SPDX-License-Identifier: MIT
//
// frame_reader_test — whole messages out of a ring, whatever its records say.
#include "tests/protocol/support/patience.hpp"
#include "tests/protocol/support/ring_memory.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/shm/frame_reader.hpp>
#include <fairlead/shm/frame_writer.hpp>
#include <fairlead/wire/limits.hpp>

#include <malloc.h>

#include <fstream>

using namespace fairlead;
using namespace fairlead::tests;
using wire::frame_kind;
using wire::wire_errc;
namespace frame_flag = wire::frame_flag;

namespace {

struct reader_over_ring {
    ring_memory ring{wire::ring_bytes_min};
    std::pair<shm::doorbell, shm::doorbell> bells = shm::doorbell::make_pair().value();
    shm::ring_producer records = ring.producer();
    shm::frame_reader in{ring.consumer(), bells.second};

    struct message {
        wire::frame_header header;
        std::vector<std::byte> payload;
    };
    std::vector<message> messages;

    /// One record, as a peer could write it.
    void put(wire::frame_header header, std::span<const std::byte> payload = {}) {
        header.payload_bytes = static_cast<std::uint32_t>(payload.size());
        std::vector<std::byte> record(sizeof header + payload.size());
        std::memcpy(record.data(), &header, sizeof header);
        if (!payload.empty())
            std::memcpy(record.data() + sizeof header, payload.data(), payload.size());
        put_raw(record);
    }
    void put_raw(std::span<const std::byte> record) {
        REQUIRE(commit(records, record));
        static_cast<void>(records.publish());
    }
    result<std::size_t> receive(std::size_t max = 1'000) {
        return in.receive(max, [&](wire::frame_view const& frame) {
            messages.push_back({frame.header, {frame.payload.begin(), frame.payload.end()}});
        });
    }
};

constexpr wire::frame_header call{.kind = frame_kind::call};
constexpr wire::frame_header call_more{.kind = frame_kind::call, .flags = frame_flag::more};
constexpr wire::frame_header fragment{.kind = frame_kind::fragment};
constexpr wire::frame_header fragment_more{.kind = frame_kind::fragment, .flags = frame_flag::more};

}  // namespace

TEST_CASE("a reader of an empty ring has nothing to say", "[shm][frame]") {
    reader_over_ring from;
    CHECK(from.receive().value() == 0);
    CHECK(from.messages.empty());
}

TEST_CASE("a small message is handed out where it lies", "[shm][frame]") {
    reader_over_ring from;
    from.put(call, bytes_of("[1]"));
    std::byte const* lies_at = nullptr;
    CHECK(from.in.receive(1, [&](auto const& frame) { lies_at = frame.payload.data(); }).value() ==
          1);
    CHECK(lies_at == from.ring.data.data() + record_prefix_bytes + sizeof(wire::frame_header));
}

TEST_CASE("at most as many records are read as asked for, the rest stays", "[shm][frame]") {
    reader_over_ring from;
    for (int i = 0; i < 10; ++i) from.put(call);
    CHECK(from.receive(3).value() == 3);
    CHECK(from.messages.size() == 3);
    CHECK(from.receive(0).value() == 0);
    CHECK(from.receive(100).value() == 7);
    CHECK(from.messages.size() == 10);
}

TEST_CASE("fragments are joined to the message that was sent", "[shm][frame]") {
    reader_over_ring from;
    auto header = call_more;
    header.flags |= frame_flag::named;
    header.request = request_id{9};
    header.aux = 10;
    from.put(header, bytes_of("one,"));
    CHECK(from.receive().value() == 1);
    CHECK(from.messages.empty());  // Not yet.
    from.put(fragment_more, bytes_of("two,"));
    from.put(fragment, bytes_of("three"));
    from.put(call, bytes_of("next"));
    CHECK(from.receive().value() == 3);
    REQUIRE(from.messages.size() == 2);
    auto const& joined = from.messages[0];
    CHECK(text_of(joined.payload) == "one,two,three");
    CHECK(joined.header.kind == frame_kind::call);
    CHECK(joined.header.flags == frame_flag::named);  // Nothing more follows.
    CHECK(joined.header.payload_bytes == 13);
    CHECK(joined.header.request == request_id{9});
    CHECK(joined.header.aux == 10);
    CHECK(text_of(from.messages[1].payload) == "next");
}

TEST_CASE("fragments may be empty", "[shm][frame]") {
    reader_over_ring from;
    from.put(call_more);
    from.put(fragment_more);
    from.put(fragment);
    CHECK(from.receive().value() == 3);
    REQUIRE(from.messages.size() == 1);
    CHECK(from.messages[0].payload.empty());
}

TEST_CASE("a fragment of nothing is refused", "[shm][frame]") {
    reader_over_ring from;
    from.put(call);
    from.put(fragment);
    CHECK(from.receive().error() == wire_errc::bad_fragment);
    CHECK(from.messages.size() == 1);  // What came before it counts.
}

TEST_CASE("a message between the fragments of another is refused", "[shm][frame]") {
    reader_over_ring from;
    from.put(call_more);
    from.put(call);
    CHECK(from.receive().error() == wire_errc::bad_fragment);
    CHECK(from.messages.empty());
}

TEST_CASE("a record that is no frame is refused", "[shm][frame]") {
    reader_over_ring from;
    from.put_raw(bytes_of("not a frame"));
    CHECK(from.receive().error() == wire_errc::truncated);
}

TEST_CASE("a broken ring is refused", "[shm][frame]") {
    reader_over_ring from;
    from.ring.control->written = 4;
    CHECK(from.receive().error() == shm::shm_errc::index_out_of_range);
}

TEST_CASE("a message that is joined above its bound is refused", "[shm][frame]") {
    reader_over_ring from;
    const auto full = filled(wire::fragment_bytes_max, 1);
    from.put(call_more, full);
    REQUIRE(from.receive().has_value());
    for (std::size_t joined = full.size(); joined < wire::payload_bytes_max;
         joined += full.size()) {
        from.put(fragment_more, full);
        if (!from.receive()) FAIL("refused at " << joined);
    }
    from.put(fragment, bytes_of("x"));
    CHECK(from.receive().error() == wire_errc::payload_too_large);
    CHECK(from.messages.empty());
}

TEST_CASE("the largest message arrives intact", "[shm][frame]") {
    reader_over_ring from;
    shm::frame_writer out{from.ring.producer(), from.bells.first, 1'000};
    // Random once, and each page has its number: all of it random takes TSan ten seconds.
    const auto block = filled(1u << 20, 11);
    std::vector<std::byte> payload;
    while (payload.size() < wire::payload_bytes_max)
        payload.insert(payload.end(), block.begin(), block.end());
    for (std::size_t at = 0; at < payload.size(); at += 4'096)
        std::memcpy(payload.data() + at, &at, sizeof at);
    REQUIRE(payload.size() == wire::payload_bytes_max);
    REQUIRE(shm::accepted(out.send(call, {payload})));
    REQUIRE(shm::accepted(out.send(call, {})) == false);  // Its bound is used up by the first.
    do {
        REQUIRE(out.flush());
        REQUIRE(from.receive().has_value());
    } while (out.overflow_bytes() != 0);
    REQUIRE(from.receive().has_value());
    REQUIRE(from.messages.size() == 1);
    CHECK(from.messages[0].header.payload_bytes == wire::payload_bytes_max);
    CHECK(from.messages[0].payload == payload);
}

#ifndef FAIRLEAD_SANITIZED  // Their allocators keep what was freed.
TEST_CASE("peers that once sent much do not each occupy as much for ever", "[shm][frame]") {
    auto resident_bytes = [] {
        std::size_t pages = 0;
        std::ifstream{"/proc/self/statm"} >> pages >> pages;
        return pages * 4'096;
    };
    const std::size_t message_bytes = GENERATE(8u << 20, 64u << 20);
    CAPTURE(message_bytes);
    std::vector<std::unique_ptr<reader_over_ring>> readers;
    for (int i = 0; i < 8; ++i) readers.push_back(std::make_unique<reader_over_ring>());
    const auto full = filled(wire::fragment_bytes_max, 1);
    ::malloc_trim(0);  // What other cases left in the heap would hide what we take.
    const auto before = resident_bytes();
    std::size_t arrived = 0;
    for (auto& from : readers) {
        for (std::size_t sent = 0; sent < message_bytes; sent += full.size()) {
            auto header = sent == 0 ? call_more : fragment_more;
            if (sent + full.size() == message_bytes) header = fragment;
            from->put(header, full);
            REQUIRE(from->in.receive(2, [&](auto const& f) { arrived += f.payload.size(); })
                        .has_value());
        }
    }
    CHECK(arrived == readers.size() * message_bytes);
    // The rings were touched, too; one spare buffer may be kept, not eight.
    CHECK(resident_bytes() < before + 8 * wire::ring_bytes_min + (40u << 20));
}
#endif

TEST_CASE("room is given back while much is read, not only at the end", "[shm][frame]") {
    reader_over_ring from;
    const auto payload = filled(10'000, 12);
    for (int i = 0; i < 20; ++i) from.put(call, payload);
    std::vector<std::uint64_t> given_back;
    REQUIRE(
        from.in.receive(100, [&](auto const&) { given_back.push_back(from.ring.control->read); })
            .has_value());
    CHECK(given_back.front() == 0);
    CHECK(given_back.back() > 0);
    CHECK(from.ring.control->read == from.ring.control->written);
}

TEST_CASE("a producer that waits for room is rung for when messages were read", "[shm][frame]") {
    using namespace std::chrono_literals;
    reader_over_ring from;
    const auto payload = filled(1'000, 13);
    shm::frame_writer out{from.ring.producer(), from.bells.first, 1u << 20};
    while (out.send(call, {payload}) == shm::send_outcome::sent) {}
    REQUIRE(out.flush());
    REQUIRE(out.overflow_bytes() > 0);
    CHECK_FALSE(is_readable_within(from.bells.first.fd(), 0ms));
    REQUIRE(from.receive(1).has_value());
    CHECK(heard(from.bells.first, 0ms));
    REQUIRE(out.flush());
    CHECK(out.overflow_bytes() == 0);
}

TEST_CASE("a reader does not sleep over a message", "[shm][frame]") {
    reader_over_ring from;
    CHECK(from.in.try_sleep());
    from.in.wake();
    from.put(call);
    CHECK_FALSE(from.in.try_sleep());
    REQUIRE(from.receive().value() == 1);
    CHECK(from.in.try_sleep());
}
