// SPDX-License-Identifier: MIT
//
// page_channel — every copy of a payload is in send() or with whoever reads find().
#include "webview-host/inpage/page_channel.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <cstring>
#include <utility>

namespace fairlead::page {

using shm::send_outcome;
using wire::as_bytes;
using wire::frame_kind;

namespace {

unique_fd take(page_channel::descriptors& fds, handshake::page_fd which) {
    return std::move(fds[static_cast<std::size_t>(which)]);
}

/// What stands in front of JSON and inline bytes.
std::vector<std::byte> attachment_table(std::size_t json_bytes,
                                        std::span<const wire::attachment_ref> refs) {
    const wire::attachment_head head{static_cast<std::uint32_t>(json_bytes),
                                     static_cast<std::uint32_t>(refs.size())};
    std::vector<std::byte> table(sizeof head + refs.size_bytes());
    std::memcpy(table.data(), &head, sizeof head);
    std::memcpy(table.data() + sizeof head, refs.data(), refs.size_bytes());
    return table;
}

}  // namespace

page_channel::page_channel(std::unique_ptr<shm::channel> channel, unique_fd control)
    : channel_{std::move(channel)}, control_fd_{std::move(control)}, control_{control_fd_.get()} {}

result<std::unique_ptr<page_channel>> page_channel::open(descriptors fds, std::size_t ring_bytes) {
    using handshake::page_fd;
    auto channel = shm::channel::open_page(
        {take(fds, page_fd::up), take(fds, page_fd::down), take(fds, page_fd::doorbell)},
        ring_bytes);
    if (!channel) return channel.error();
    return std::unique_ptr<page_channel>{
        new page_channel{std::move(*channel), take(fds, page_fd::control)}};
}

send_outcome page_channel::send(wire::frame_header header, std::string_view name,
                                std::string_view body, std::span<outgoing_bytes> attachments) {
    const auto length = wire::encode_name_length(name);
    const auto prefix = std::span<const std::byte>{length}.first(name.empty() ? 0 : length.size());
    if (!name.empty()) header.flags |= wire::frame_flag::named;
    if (attachments.empty())
        return channel_->out().send(header, {prefix, as_bytes(name), as_bytes(body)});

    header.flags |= wire::frame_flag::binary;
    std::vector<wire::attachment_ref> refs;
    std::vector<std::byte> joined;
    for (auto& one : attachments) {
        wire::blob_id blob = wire::no_blob;
        if (!one.slot || !lend(one, blob))
            joined.insert(joined.end(), one.bytes().begin(), one.bytes().end());
        refs.push_back({blob, 0, one.bytes().size()});
    }
    const auto outcome =
        channel_->out().send(header, {prefix, as_bytes(name), attachment_table(body.size(), refs),
                                      as_bytes(body), joined});
    if (!shm::accepted(outcome))
        for (auto const& one : refs)
            if (one.blob != wire::no_blob) pool_->unlend(one.blob, true);
    return outcome;
}

/// False: the broker could not be told of the slot.
bool page_channel::lend(outgoing_bytes& one, wire::blob_id& blob) {
    const auto id = one.slot->id();
    if (const auto news = pool_->lend(id)) {
        const int fds[] = {news->fd};
        if (control_.send(wire::blob_offer{id, news->bytes}, fds)) {
            pool_->unlend(id, false);
            return false;
        }
    }
    blob = id;
    return true;
}

outgoing_bytes page_channel::make_room(std::size_t bytes) {
    outgoing_bytes room;
    room.size = bytes;
    if (bytes >= shm::blob_knee_bytes) room.slot = pool_->try_take(bytes);
    if (!room.slot) room.own.resize(bytes);
    return room;
}

bool page_channel::take_house_frame(wire::frame_view const& frame, bool& taken) {
    taken = true;
    switch (frame.header.kind) {
        case frame_kind::release:
            return pool_->give_back(static_cast<wire::blob_id>(frame.header.aux));
        case frame_kind::withdraw:
            blobs_.remove(static_cast<wire::blob_id>(frame.header.aux));
            return true;
        case frame_kind::ping: {
            auto answer = frame.header;
            answer.kind = frame_kind::pong;
            send(answer, {}, {});
            return true;
        }
        default: taken = false; return true;
    }
}

std::optional<std::span<const std::byte>> page_channel::find(wire::attached_payload const& payload,
                                                             std::size_t index) {
    auto const& one = payload.table()[index];
    if (one.blob == wire::no_blob) return payload.inline_bytes(index);
    // A descriptor is sent before the first frame that names it: it is here, if not read yet.
    auto memory = blobs_.find(one.blob);
    if (!memory && read_control()) memory = blobs_.find(one.blob);
    if (!memory || one.bytes > memory->get_size()) return std::nullopt;
    return std::span{static_cast<std::byte const*>(memory->get_address()),
                     static_cast<std::size_t>(one.bytes)};
}

void page_channel::release(wire::attached_payload const& payload) {
    for (auto const& one : payload.table()) {
        if (one.blob == wire::no_blob) continue;
        wire::frame_header header;
        header.kind = frame_kind::release;
        header.aux = raw(one.blob);
        send(header, {}, {});
    }
}

bool page_channel::read_control() {
    for (;;) {
        auto received = control_.try_receive();
        if (!received) return false;
        if (!*received) return true;
        auto& [message, fds] = **received;
        if (auto const* bye = std::get_if<wire::farewell>(&message)) {
            farewell_ = bye->reason;
            return false;
        }
        auto const* offer = std::get_if<wire::blob_offer>(&message);
        if (offer == nullptr || fds.size() != 1 ||
            blobs_.add(offer->blob, std::move(fds.front()),
                       static_cast<std::size_t>(offer->bytes))) {
            farewell_ = "the broker sent a control message that is not allowed";
            return false;
        }
    }
}

}  // namespace fairlead::page
