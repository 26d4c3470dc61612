// SPDX-License-Identifier: MIT
//
// page_channel — the web process's side of one document's session with the broker: rings, control
// socket, blobs both ways. Knows nothing of JavaScript.
//
// One thread. Nothing waits: what the ring does not take is queued within the writer's bound, and
// what is beyond that is refused.
#pragma once

#include <fairlead/handshake/control_stream.hpp>
#include <fairlead/handshake/page_grant.hpp>
#include <fairlead/shm/blob_map.hpp>
#include <fairlead/shm/blob_pool.hpp>
#include <fairlead/shm/channel.hpp>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::page {

/// One attachment on its way out: in a slot of the pool, or, small or without a slot, in memory of
/// our own.
struct outgoing_bytes {
    std::shared_ptr<shm::blob_pool::loan> slot;
    std::vector<std::byte> own;

    std::size_t size = 0;

    std::span<std::byte> bytes() noexcept {
        return (slot ? slot->bytes() : std::span{own}).first(size);
    }
    /// No more of it than that was needed.
    void shorten(std::size_t to) noexcept { size = std::min(size, to); }
};

class page_channel {
public:
    using descriptors = std::array<unique_fd, static_cast<std::size_t>(handshake::page_fd::count)>;

    static result<std::unique_ptr<page_channel>> open(descriptors fds, std::size_t ring_bytes);

    page_channel(page_channel const&) = delete;
    page_channel& operator=(page_channel const&) = delete;

    // -- out ---------------------------------------------------------------------------------

    /// `name` is empty when the header has a route.
    shm::send_outcome send(wire::frame_header header, std::string_view name, std::string_view body,
                           std::span<outgoing_bytes> attachments = {});
    /// Shows the broker what was sent. False: the ring is broken.
    bool flush() { return channel_->out().flush(); }
    /// Room for an attachment.
    outgoing_bytes make_room(std::size_t bytes);

    // -- in ----------------------------------------------------------------------------------

    shm::frame_reader& in() noexcept { return channel_->in(); }
    shm::doorbell const& bell() const noexcept { return channel_->bell(); }

    /// A frame that only the channel is concerned with: handled here. False: an illegal one.
    bool take_house_frame(wire::frame_view const& frame, bool& taken);
    /// Where attachment `index` lies; nothing: its sender never gave that blob.
    std::optional<std::span<const std::byte>> find(wire::attached_payload const& payload,
                                                   std::size_t index);
    /// All blobs of a payload have been read.
    void release(wire::attached_payload const& payload);

    // -- the end -----------------------------------------------------------------------------

    int control_fd() const noexcept { return control_fd_.get(); }
    /// False: the session has ended, farewell() says why.
    bool read_control();
    std::string const& farewell() const noexcept { return farewell_; }

private:
    page_channel(std::unique_ptr<shm::channel> channel, unique_fd control);
    bool lend(outgoing_bytes& one, wire::blob_id& blob);

    std::unique_ptr<shm::channel> channel_;
    unique_fd control_fd_;
    handshake::control_stream control_;
    std::shared_ptr<shm::blob_pool> pool_ = std::make_shared<shm::blob_pool>();
    shm::blob_map blobs_;
    std::string farewell_ = "the broker has gone";
};

}  // namespace fairlead::page
