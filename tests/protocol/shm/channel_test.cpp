// SPDX-License-Identifier: MIT
//
// channel_test — both directions at once, between two mappings of one segment, in one process and
// in two.
#include "tests/protocol/support/bytes.hpp"
#include "tests/protocol/support/channel_pair.hpp"
#include "tests/protocol/support/other_side.hpp"
#include "tests/protocol/support/patience.hpp"

#include <csignal>

using namespace fairlead;
using namespace fairlead::tests;
using shm::channel;
using wire::frame_kind;

namespace {

std::size_t size_of_message(std::uint64_t index) {
    numbers random{index};
    return random.below(50) == 0 ? random.below(200'000) : random.below(3'000);
}

/// Sends `count` messages as fast as the other side takes them, and takes as many. Sleeps only when
/// it can neither send nor read. False: refused, not the next message, or a wake-up that did not
/// come.
bool exchange(channel& with, std::uint64_t count) {
    std::uint64_t sent = 0, received = 0;
    bool intact = true;
    auto check = [&](wire::frame_view const& frame) {
        intact = intact && frame.header.request == request_id{received} &&
                 frame.payload.size() == size_of_message(received) &&
                 is_filled(frame.payload, received);
        ++received;
    };
    while (sent < count || received < count || with.out().overflow_bytes() != 0) {
        // Leaves the overflow queue to fill: a sender that looked at it would never have both full.
        for (int burst = 0; burst < 64 && sent < count; ++burst) {
            const auto payload = filled(size_of_message(sent), sent);
            const auto outcome =
                with.out().send({.kind = frame_kind::call, .request = request_id{sent}}, {payload});
            if (outcome == shm::send_outcome::full) break;
            if (!shm::accepted(outcome)) return false;
            ++sent;
        }
        if (!with.out().flush()) return false;
        const auto read = with.in().receive(wire::frames_per_turn_max, check);
        if (!read || !intact) return false;
        if (*read != 0) continue;
        if (sent < count && with.out().overflow_bytes() < wire::overflow_bytes_max / 2) continue;
        if (received == count && with.out().overflow_bytes() == 0) continue;
        if (!with.in().try_sleep()) continue;
        if (!heard(with.bell())) return false;
        with.in().wake();
    }
    return true;
}

}  // namespace

TEST_CASE("what one side sends is what the other side receives, in both directions",
          "[shm][channel]") {
    channel_pair ends;
    const auto up = bytes_of("up"), down = bytes_of("down");
    REQUIRE(ends.peer->out().send({.kind = frame_kind::call}, {up}) == shm::send_outcome::sent);
    REQUIRE(ends.broker->out().send({.kind = frame_kind::event}, {down}) ==
            shm::send_outcome::sent);
    REQUIRE(ends.peer->out().flush());
    REQUIRE(ends.broker->out().flush());
    std::string at_broker, at_peer;
    CHECK(ends.broker->in()
              .receive(9, [&](auto const& f) { at_broker += text_of(f.payload); })
              .value() == 1);
    CHECK(
        ends.peer->in().receive(9, [&](auto const& f) { at_peer += text_of(f.payload); }).value() ==
        1);
    CHECK(at_broker == "up");
    CHECK(at_peer == "down");
}

TEST_CASE("thousands of messages cross in both directions at once, in order and intact",
          "[shm][channel]") {
    const auto where = GENERATE(placement::one_process, placement::two_processes);
    CAPTURE(where);
    channel_pair ends;
    other_side peer(where, [&] { return exchange(*ends.peer, 3'000); });
    CHECK(exchange(*ends.broker, 3'000));
    CHECK(peer.ended_well());
}

TEST_CASE("two sides that both send into full rings do not wait for each other", "[shm][channel]") {
    const auto where = GENERATE(placement::one_process, placement::two_processes);
    CAPTURE(where);
    channel_pair ends;
    // Both rings and both queues are filled before anybody reads a byte.
    constexpr std::size_t message_bytes = 60'000, messages = 200;
    const auto payload = filled(message_bytes, 1);
    for (auto* side : {ends.broker.get(), ends.peer.get()}) {
        std::size_t queued = 0;
        for (std::size_t i = 0; i < messages; ++i) {
            const auto outcome = side->out().send({.kind = frame_kind::call}, {payload});
            REQUIRE(shm::accepted(outcome));
            queued += outcome == shm::send_outcome::queued;
        }
        REQUIRE(side->out().flush());
        REQUIRE(queued > messages / 2);
    }
    auto drain = [&](channel& side) {
        std::size_t received = 0;
        auto is_done = [&] { return received >= messages && side.out().overflow_bytes() == 0; };
        while (!is_done()) {
            const auto read = side.in().receive(
                4, [&](wire::frame_view const& frame) { received += is_filled(frame.payload, 1); });
            if (!read || !side.out().flush()) return false;
            if (*read != 0 || is_done() || !side.in().try_sleep()) continue;
            if (!heard(side.bell())) return false;
            side.in().wake();
        }
        return received == messages;
    };
    other_side peer(where, [&] { return drain(*ends.peer); });
    CHECK(drain(*ends.broker));
    CHECK(peer.ended_well());
}

TEST_CASE("a peer that never reads costs its sender a bounded queue, not time", "[shm][channel]") {
    channel_pair ends;
    const auto payload = filled(wire::fragment_bytes_max, 2);
    auto outcome = shm::send_outcome::sent;
    std::size_t accepted_bytes = 0;
    while (shm::accepted(outcome)) {
        outcome = ends.broker->out().send({.kind = frame_kind::event}, {payload});
        if (shm::accepted(outcome)) accepted_bytes += payload.size();
        REQUIRE(ends.broker->out().flush());
        REQUIRE(accepted_bytes <= wire::overflow_bytes_max + wire::ring_bytes_min);
    }
    CHECK(outcome == shm::send_outcome::full);
    CHECK(ends.broker->out().overflow_bytes() <= wire::overflow_bytes_max);
}

TEST_CASE("what a peer sent before it was killed can still be read", "[shm][channel]") {
    channel_pair ends;
    other_side peer(placement::two_processes, [&] {
        const auto payload = bytes_of("last words");
        ends.peer->out().send({.kind = frame_kind::log}, {payload});
        if (ends.peer->out().flush()) ::raise(SIGKILL);
        return true;
    });
    CHECK_FALSE(peer.ended_well());  // Killed.
    std::string words;
    CHECK(
        ends.broker->in().receive(9, [&](auto const& f) { words += text_of(f.payload); }).value() ==
        1);
    CHECK(words == "last words");
}

TEST_CASE("a channel keeps its rings apart and within its segment", "[shm][channel]") {
    const std::size_t ring_bytes = GENERATE(wire::ring_bytes_min, wire::ring_bytes_default);
    CAPTURE(ring_bytes);
    CHECK(channel::segment_bytes(ring_bytes) >= 2 * ring_bytes + 2 * sizeof(shm::ring_control));
    channel_pair ends{ring_bytes};
    // Fills both rings to the brim: had they a byte in common, one would spoil the other.
    const auto up = filled(10'000, 3), down = filled(10'000, 4);
    while (ends.peer->out().send({.kind = frame_kind::call}, {up}) == shm::send_outcome::sent) {}
    while (ends.broker->out().send({.kind = frame_kind::event}, {down}) ==
           shm::send_outcome::sent) {}
    REQUIRE(ends.peer->out().flush());
    REQUIRE(ends.broker->out().flush());
    std::size_t at_broker = 0, at_peer = 0;
    REQUIRE(ends.broker->in()
                .receive(10'000, [&](auto const& f) { at_broker += is_filled(f.payload, 3); })
                .has_value());
    REQUIRE(ends.peer->in()
                .receive(10'000, [&](auto const& f) { at_peer += is_filled(f.payload, 4); })
                .has_value());
    CHECK(at_broker >= ring_bytes / 10'100);
    CHECK(at_peer == at_broker);
}
