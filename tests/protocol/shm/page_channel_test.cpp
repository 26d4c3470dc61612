// SPDX-License-Identifier: MIT
//
// page_channel_test — a channel over two segments, of which the page may write one; and what a page
// that was taken over can do with it.
#include "tests/protocol/support/bytes.hpp"
#include "tests/protocol/support/other_side.hpp"
#include "tests/protocol/support/page_pair.hpp"
#include "tests/protocol/support/patience.hpp"

#include <fairlead/shm/shm_errc.hpp>

#include <sys/mman.h>

using namespace fairlead;
using namespace fairlead::tests;
using shm::channel;
using shm::page_memory;
using shm::sealing;
using shm::segment;
using shm::shm_errc;
using wire::frame_kind;

namespace {

constexpr auto ring_bytes = wire::ring_bytes_min;
constexpr std::size_t up_bytes = 4'096 + ring_bytes;

/// Echoes `count` messages; sleeps when there is nothing to do. False: a wake-up did not come.
bool echo(channel& with, std::uint64_t count) {
    std::uint64_t done = 0;
    while (done < count || with.out().overflow_bytes() != 0) {
        const auto read = with.in().receive(16, [&](wire::frame_view const& frame) {
            done += shm::accepted(with.out().send(frame.header, {frame.payload}));
        });
        if (!read || !with.out().flush()) return false;
        if (*read != 0 || done == count || !with.in().try_sleep()) continue;
        if (!heard(with.bell())) return false;
        with.in().wake();
    }
    return true;
}

}  // namespace

TEST_CASE("what a page sends comes back through the half that it cannot write", "[shm][channel]") {
    const auto where = GENERATE(placement::one_process, placement::two_processes);
    CAPTURE(where);
    page_pair ends;
    constexpr std::uint64_t count = 2'000;
    other_side page(where, [&] { return echo(*ends.page, count); });
    auto& broker = *ends.broker;
    std::uint64_t sent = 0, back = 0;
    bool intact = true;
    while (back < count) {
        // Large ones wrap both rings many times over.
        for (; sent < count && sent < back + 100; ++sent) {
            const auto payload = filled(sent * 37 % 9'000, sent);
            REQUIRE(shm::accepted(broker.out().send(
                {.kind = frame_kind::call, .request = request_id{sent}}, {payload})));
        }
        REQUIRE(broker.out().flush());
        const auto read = broker.in().receive(16, [&](wire::frame_view const& frame) {
            intact = intact && frame.header.request == request_id{back} &&
                     frame.payload.size() == back * 37 % 9'000 && is_filled(frame.payload, back);
            ++back;
        });
        REQUIRE(read.has_value());
        if (*read != 0 || back == count || !broker.in().try_sleep()) continue;
        REQUIRE(heard(broker.bell()));
        broker.in().wake();
    }
    CHECK(intact);
    CHECK(page.ended_well());
}

TEST_CASE("a page cannot map the broker's half for writing", "[shm][channel]") {
    page_pair ends;
    other_side page(placement::two_processes, [&] {
        const auto map = [&](int protection) {
            return ::mmap(nullptr, ring_bytes, protection, MAP_SHARED, ends.down_fd.get(), 0);
        };
        void* readable = map(PROT_READ);
        return map(PROT_READ | PROT_WRITE) == MAP_FAILED && readable != MAP_FAILED &&
               ::mprotect(readable, ring_bytes, PROT_READ | PROT_WRITE) != 0 &&
               ::ftruncate(ends.down_fd.get(), 0) != 0 && ::ftruncate(ends.up_fd.get(), 0) != 0;
    });
    CHECK(page.ended_well());
}

TEST_CASE("a page's channel is opened only over what a broker makes", "[shm][channel]") {
    const auto good = page_memory::create(ring_bytes).value();
    const auto up = [&] { return duplicate_of(good.up.fd()); };
    const auto down = [&] { return duplicate_of(good.down.fd()); };
    const auto refusal = [](shm::page_ends ends, std::size_t bytes = ring_bytes) {
        const auto opened = channel::open_page(std::move(ends), bytes);
        REQUIRE_FALSE(opened.has_value());
        return opened.error();
    };
    CHECK(channel::open_page({up(), down(), unique_fd{}}, ring_bytes).has_value());
    CHECK(refusal({up(), down(), {}}, ring_bytes * 2) == shm_errc::wrong_size);
    CHECK(refusal({up(), down(), {}}, 0) == shm_errc::wrong_size);
    CHECK(refusal({up(), down(), {}}, ring_bytes - 8) == shm_errc::wrong_size);
    CHECK(refusal({down(), up(), {}}) == shm_errc::wrong_size);
    CHECK(refusal({up(), unique_fd{}, {}}).category() == boost::system::system_category());

    const auto writable = segment::create(ring_bytes).value();
    CHECK(refusal({up(), duplicate_of(writable.fd()), {}}) == shm_errc::writable);
    unique_fd bare{::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    REQUIRE(::ftruncate(bare.get(), up_bytes) == 0);
    CHECK(refusal({std::move(bare), down(), {}}) == shm_errc::not_sealed);
}

TEST_CASE("indices that a page made up end its channel, and nothing is read or written by them",
          "[shm][channel]") {
    page_pair ends;
    auto& to_broker = ends.control_words(0);
    const auto written = GENERATE(std::uint64_t{1}, ring_bytes + 8, ~std::uint64_t{7}, ~0ull);
    CAPTURE(written);
    to_broker.written.store(written);
    CHECK(
        ends.broker->in().receive(9, [](auto const&) { FAIL("a frame out of nothing"); }).error() ==
        shm_errc::index_out_of_range);
}

TEST_CASE("a page that says it has read what was never written ends its channel",
          "[shm][channel]") {
    page_pair ends;
    const auto read = GENERATE(std::uint64_t{8}, std::uint64_t{1}, ~std::uint64_t{7});
    CAPTURE(read);
    ends.control_words(1).read.store(read);
    const auto payload = filled(60'000, 1);
    auto outcome = shm::send_outcome::sent;
    // The broker looks at that index when it needs room.
    for (std::size_t sent = 0; outcome == shm::send_outcome::sent; sent += payload.size()) {
        REQUIRE(sent <= ring_bytes);
        outcome = ends.broker->out().send({.kind = frame_kind::event}, {payload});
    }
    CHECK(outcome == shm::send_outcome::broken);
}

TEST_CASE("a page that rewrites the index of the broker's ring only misleads itself",
          "[shm][channel]") {
    page_pair ends;
    const auto payload = filled(500, 3);
    ends.control_words(1).written.store(1u << 20);
    REQUIRE(ends.broker->out().send({.kind = frame_kind::event}, {payload}) ==
            shm::send_outcome::sent);
    REQUIRE(ends.broker->out().flush());
    // The broker goes by its own index: the next look finds the true one.
    std::size_t received = 0;
    CHECK(ends.page->in()
              .receive(9, [&](auto const& frame) { received += is_filled(frame.payload, 3); })
              .value() == 1);
    CHECK(received == 1);
}
