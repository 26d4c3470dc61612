// SPDX-License-Identifier: MIT
//
// channel — a peer's whole connection: two rings, their control words, and its end of the doorbell.
//
//   a peer's, one segment:   control page (two ring_controls) | ring towards the broker | ring
//                            towards the peer
//   a page's, two segments:  up:   control page (two ring_controls) | ring towards the broker
//                            down: ring towards the page
//
// A page may be taken over, so `down` can be written by the broker alone: what others said to the
// page cannot be changed behind the broker's back. What the page must write as a consumer, its
// index and its wish to be woken, lies in `up`.
#pragma once

#include <fairlead/shm/doorbell.hpp>
#include <fairlead/shm/frame_reader.hpp>
#include <fairlead/shm/frame_writer.hpp>
#include <fairlead/shm/segment.hpp>

#include <memory>

namespace fairlead::shm {

enum class side { broker, peer };

/// A page's channel as the broker makes it.
struct page_memory {
    segment up;
    segment down;

    /// `ring_bytes` is a power of two within the limits.
    static result<page_memory> create(std::size_t ring_bytes);
};

/// A page's channel as the page gets it.
struct page_ends {
    unique_fd up;
    unique_fd down;
    unique_fd bell;
};

class channel {
public:
    /// What both ends need to know to agree on a segment.
    static std::size_t segment_bytes(std::size_t ring_bytes) noexcept;

    /// `memory` is segment_bytes(ring_bytes) large, `ring_bytes` a power of two within the limits.
    static std::unique_ptr<channel> over(segment memory, doorbell bell, std::size_t ring_bytes,
                                         side which);

    /// The broker's side of a page's channel.
    static std::unique_ptr<channel> over(page_memory memory, doorbell bell);

    /// The page's side. Refuses memory of another size, that could shrink, or whose `down` anybody
    /// but the broker could write.
    static result<std::unique_ptr<channel>> open_page(page_ends ends, std::size_t ring_bytes);

    channel(channel const&) = delete;
    channel& operator=(channel const&) = delete;

    frame_writer& out() noexcept { return out_; }
    frame_reader& in() noexcept { return in_; }
    doorbell const& bell() const noexcept { return bell_; }
    int segment_fd() const noexcept { return memory_.fd(); }

private:
    channel(segment memory, boost::interprocess::mapped_region down, doorbell bell,
            ring_producer out, ring_consumer in);

    segment memory_;                           // Declared first: the rings lie in it …
    boost::interprocess::mapped_region down_;  // … and in this, of a page; else empty.
    doorbell bell_;
    frame_writer out_;
    frame_reader in_;
};

}  // namespace fairlead::shm
