// SPDX-License-Identifier: MIT
//
// frame_writer — messages into a ring: splits what is larger than a record, and keeps a bounded
// overflow queue, so that two full rings never wait for each other.
//
// Not thread-safe: the SDK guards it with a mutex, the broker has one thread.
#pragma once

#include <fairlead/shm/doorbell.hpp>
#include <fairlead/shm/overflow_queue.hpp>
#include <fairlead/shm/ring.hpp>
#include <fairlead/wire/frame.hpp>

#include <initializer_list>

namespace fairlead::shm {

enum class send_outcome {
    sent,       ///< In the ring; shown to the other side by the next flush().
    queued,     ///< In the overflow queue; flush() moves it on.
    full,       ///< Refused, nothing was kept: the other side does not read fast enough.
    too_large,  ///< Refused: above payload_bytes_max.
    broken,     ///< The other side broke the ring; the session must end.
};

constexpr bool accepted(send_outcome outcome) noexcept { return outcome <= send_outcome::queued; }

class frame_writer {
public:
    using pieces = std::initializer_list<std::span<const std::byte>>;

    frame_writer(ring_producer ring, doorbell const& bell, std::size_t overflow_bytes_max) noexcept
        : ring_{ring}, bell_{bell}, overflow_{overflow_bytes_max} {}

    /// One whole message; its payload is the pieces, one after the other. payload_bytes and flag
    /// `more` of the header are filled in here. The pieces are copied before it returns. What may
    /// happen to it while it waits beside a full ring is said by `terms`.
    send_outcome send(wire::frame_header const& header, pieces payload, overflow_terms terms = {});

    /// Moves overflow into the ring as far as it goes, shows everything, rings if the other side
    /// sleeps. False: the ring is broken.
    bool flush();

    /// Waiting beside the ring.
    std::size_t overflow_bytes() const noexcept { return overflow_.bytes(); }

    /// What was given up beside the ring since the last time, for later messages of any kind.
    overflow_losses take_losses() noexcept { return overflow_.take_losses(); }

private:
    enum class step { done, full, broken };

    step put(wire::frame_header const& header, std::uint8_t flags, pieces payload,
             std::size_t payload_bytes);
    step put_fragments(overflow_queue::message& message);
    send_outcome queue(std::unique_ptr<overflow_queue::message> message);

    ring_producer ring_;
    doorbell const& bell_;
    overflow_queue overflow_;
};

}  // namespace fairlead::shm
