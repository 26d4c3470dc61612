// SPDX-License-Identifier: MIT
//
// frame_reader — messages out of a ring: checks each record, joins fragments.
#pragma once

#include <fairlead/shm/doorbell.hpp>
#include <fairlead/shm/ring.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <vector>

namespace fairlead::shm {

class frame_reader {
public:
    frame_reader(ring_consumer ring, doorbell const& bell) noexcept : ring_{ring}, bell_{bell} {}

    /// Hands at most `max` records' worth of whole messages to on_message(frame_view). A small
    /// message's payload lies in the ring and may still change under a hostile sender; it is gone
    /// when on_message returns. Returns how many records were read; an error ends the session.
    template <class OnMessage>
    result<std::size_t> receive(std::size_t max, OnMessage&& on_message) {
        std::size_t count = 0;
        for (; count < max; ++count) {
            auto record = ring_.peek();
            if (!record) return record.error();
            if (!*record) break;
            auto frame = wire::parse_frame(**record);
            if (!frame) return frame.error();
            if (is_whole(*frame)) {
                on_message(*frame);
            } else {
                auto joined = join(*frame);
                if (!joined) return joined.error();
                if (*joined) {
                    on_message(**joined);
                    spare_joined();
                }
            }
            ring_.release();
            // A large message: its producer waits for room, so it gets some before the end.
            if (ring_.owes_room()) give_room();
        }
        give_room();
        return count;
    }

    /// Announces sleep; the other side rings the bell for its next message. False: look again.
    [[nodiscard]] bool try_sleep() noexcept { return ring_.try_sleep(); }
    void wake() noexcept { ring_.wake(); }

private:
    bool is_whole(wire::frame_view const& frame) const noexcept {
        return !joining_ && frame.header.kind != wire::frame_kind::fragment &&
               (frame.header.flags & wire::frame_flag::more) == 0;
    }
    /// The message that its last fragment completes, or nothing yet.
    result<std::optional<wire::frame_view>> join(wire::frame_view frame);
    void give_room() noexcept {
        if (ring_.publish()) bell_.ring();
    }
    /// The joined message was handed out: its buffer is free for the next reader of this thread.
    void spare_joined() noexcept;

    ring_consumer ring_;
    doorbell const& bell_;
    bool joining_ = false;
    wire::frame_header joined_header_;
    std::vector<std::byte> joined_;  // Has memory only while a message is being joined.
};

}  // namespace fairlead::shm
