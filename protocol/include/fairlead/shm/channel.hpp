// SPDX-License-Identifier: MIT
//
// channel — a peer's whole connection: one segment with two rings, and its end of the doorbell.
//
//   segment:  control page (two ring_controls) | ring towards the broker | ring towards the peer
#pragma once

#include <fairlead/shm/doorbell.hpp>
#include <fairlead/shm/frame_reader.hpp>
#include <fairlead/shm/frame_writer.hpp>
#include <fairlead/shm/segment.hpp>

#include <memory>

namespace fairlead::shm {

enum class side { broker, peer };

class channel {
public:
    /// What both ends need to know to agree on a segment.
    static std::size_t segment_bytes(std::size_t ring_bytes) noexcept;

    /// `memory` is segment_bytes(ring_bytes) large, `ring_bytes` a power of two within the limits.
    static std::unique_ptr<channel> over(segment memory, doorbell bell, std::size_t ring_bytes,
                                         side which);

    channel(channel const&) = delete;
    channel& operator=(channel const&) = delete;

    frame_writer& out() noexcept { return out_; }
    frame_reader& in() noexcept { return in_; }
    doorbell const& bell() const noexcept { return bell_; }
    int segment_fd() const noexcept { return memory_.fd(); }

private:
    channel(segment memory, doorbell bell, std::size_t ring_bytes, side which);

    segment memory_;  // Declared first: the rings lie in it.
    doorbell bell_;
    frame_writer out_;
    frame_reader in_;
};

}  // namespace fairlead::shm
