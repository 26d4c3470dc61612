// SPDX-License-Identifier: MIT
//
// frame_outlet — small JSON is copied into the ring, large JSON and large attachments lie in blobs.
#include "frame_outlet.hpp"

#include "outgoing_attachments.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>
#include <fairlead/wire/streams.hpp>
#include <fairlead/wire/timing.hpp>

#include <cstring>
#include <vector>

namespace fairlead::client {

using wire::as_bytes;

namespace {

/// Whose loop this thread runs.
thread_local frame_outlet const* own_outlet = nullptr;

}  // namespace

void frame_outlet::belong_to_this_thread() const noexcept { own_outlet = this; }
bool frame_outlet::is_own_thread() const noexcept { return own_outlet == this; }
bool frame_outlet::is_any_loop_thread() noexcept { return own_outlet != nullptr; }

void frame_outlet::flush() {
    if (!ring_.flush()) break_off("the broker broke the ring");
}

void frame_outlet::close() {
    ring_.flush();  // Answers that were given in this turn still go out.
    open_ = false;
}

shm::send_outcome frame_outlet::send(wire::frame_header const& header, pieces payload) {
    if ((header.flags & wire::frame_flag::traced) != 0) [[unlikely]]
        sent_at_ = wire::nanoseconds_now();
    const auto outcome = ring_.send(header, payload);
    if (outcome == shm::send_outcome::broken) break_off("the broker broke the ring");
    if (!shm::accepted(outcome)) return outcome;
    if (is_own_thread()) asked_ |= header.kind == wire::frame_kind::call;
    else flush();
    return outcome;
}

bool frame_outlet::post(wire::frame_header header, pieces payload) {
    const auto held = lock();
    return open_ && shm::accepted(send(header, payload));
}

std::optional<std::uint64_t> frame_outlet::post_item(wire::frame_header& header,
                                                     std::string_view json,
                                                     std::span<const bytes> attachments,
                                                     bool takes_binary) {
    std::uint64_t cost = 0;
    const auto held = lock();
    if (!open_ ||
        !shm::accepted(pack_and_send(header, {{}, json, attachments, takes_binary, &cost})))
        return std::nullopt;
    return cost;
}

void frame_outlet::release(wire::blob_id id) {
    wire::frame_header header;
    header.kind = wire::frame_kind::release;
    header.aux = raw(id);
    post(header, {});
}

shm::send_outcome frame_outlet::pack_and_send(wire::frame_header& header, outgoing const& payload) {
    const bool named = (header.flags & wire::frame_flag::named) != 0;
    const auto name = named ? payload.name : std::string_view{};
    const auto length = wire::encode_name_length(name);
    const auto prefix = std::span<const std::byte>{length}.first(named ? length.size() : 0);
    const bool attach_json = payload.reader_takes_binary &&
                             payload.json.size() >= wire::attached_json_bytes &&
                             payload.attachments.size() < wire::attachments_max;
    if (payload.cost != nullptr) *payload.cost = wire::item_cost(payload.json.size());
    if (attach_json) {
        byte_buffer copy{payload.json.size(), pool_};
        std::memcpy(copy.data(), payload.json.data(), payload.json.size());
        std::vector<bytes> all{payload.attachments.begin(), payload.attachments.end()};
        all.push_back(std::move(copy));
        return send_attached(header, {name, {}, all, true, payload.cost}, {prefix, as_bytes(name)});
    }
    if (payload.attachments.empty())
        return send(header, {prefix, as_bytes(name), as_bytes(payload.json)});
    return send_attached(header, payload, {prefix, as_bytes(name)});
}

/// Attachments that are large and not in our pool yet are copied there; then a frame names them.
shm::send_outcome frame_outlet::send_attached(wire::frame_header& header, outgoing const& payload,
                                              pieces front) {
    header.flags |= wire::frame_flag::binary;
    outgoing_attachments packed{payload.json, payload.attachments, pool_};
    for (auto const& [id, what] : packed.unannounced())
        if (!announce(id, what)) packed.keep_inline(id);
    const auto outcome = send(header, {front.begin()[0], front.begin()[1], packed.head(),
                                       as_bytes(payload.json), packed.inline_bytes()});
    if (!shm::accepted(outcome)) return outcome;
    packed.sent();
    if (payload.cost != nullptr) *payload.cost = packed.item_cost();
    return outcome;
}

bool frame_outlet::announce(wire::blob_id id, shm::blob_pool::announcement const& what) {
    const int fds[] = {what.fd};
    return !control_.send(wire::blob_offer{id, what.bytes}, fds);
}

}  // namespace fairlead::client
