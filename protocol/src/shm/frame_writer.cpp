// SPDX-License-Identifier: MIT
//
// frame_writer — one copy into the ring on the fast path, no allocation.
#include <fairlead/shm/frame_writer.hpp>
#include <fairlead/wire/limits.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace fairlead::shm {
namespace {

std::vector<std::byte> joined(frame_writer::pieces payload, std::size_t bytes) {
    std::vector<std::byte> all;
    all.reserve(bytes);
    for (auto piece : payload) all.insert(all.end(), piece.begin(), piece.end());
    return all;
}

/// All but `more`, which is ours.
std::uint8_t own_flags(wire::frame_header const& header) noexcept {
    return static_cast<std::uint8_t>(header.flags & ~wire::frame_flag::more);
}

}  // namespace

frame_writer::step frame_writer::put(wire::frame_header const& header, std::uint8_t flags,
                                     pieces payload, std::size_t payload_bytes) {
    auto claim = ring_.try_claim(sizeof header + payload_bytes);
    if (!claim) return step::broken;
    if (!*claim) return step::full;
    auto* to = (*claim)->data();
    std::memcpy(to, &header, sizeof header);
    // There, not in a copy of the header: reading back what was just written stalls the core.
    const auto length = static_cast<std::uint32_t>(payload_bytes);
    std::memcpy(to + offsetof(wire::frame_header, payload_bytes), &length, sizeof length);
    to[offsetof(wire::frame_header, flags)] = std::byte{flags};
    to += sizeof header;
    for (auto piece : payload) {
        if (piece.empty()) continue;  // Its data() may be null.
        std::memcpy(to, piece.data(), piece.size());
        to += piece.size();
    }
    ring_.commit();
    return step::done;
}

frame_writer::step frame_writer::put_fragments(overflow_queue::message& message) {
    do {
        const auto left = message.payload.size() - message.done;
        const auto now = std::min(left, wire::fragment_bytes_max);
        auto header = message.header;
        if (message.started) header.kind = wire::frame_kind::fragment;
        const auto flags = static_cast<std::uint8_t>((message.started ? 0 : own_flags(header)) |
                                                     (now < left ? wire::frame_flag::more : 0));
        const auto part = std::span<const std::byte>{message.payload}.subspan(message.done, now);
        if (const auto outcome = put(header, flags, {part}, now); outcome != step::done)
            return outcome;
        message.started = true;
        message.done += now;
    } while (message.done < message.payload.size());
    return step::done;
}

send_outcome frame_writer::send(wire::frame_header const& header, pieces payload,
                                overflow_terms terms) {
    std::size_t bytes = 0;
    for (auto piece : payload) bytes += piece.size();
    if (bytes > wire::payload_bytes_max) return send_outcome::too_large;

    if (overflow_.empty() && bytes <= wire::fragment_bytes_max) {
        switch (put(header, own_flags(header), payload, bytes)) {
            case step::done: return send_outcome::sent;
            case step::broken: return send_outcome::broken;
            case step::full: break;
        }
    }
    if (!overflow_.make_room(bytes, terms)) return send_outcome::full;
    return queue(std::make_unique<overflow_queue::message>(header, joined(payload, bytes), terms));
}

send_outcome frame_writer::queue(std::unique_ptr<overflow_queue::message> message) {
    if (overflow_.empty()) {
        switch (put_fragments(*message)) {
            case step::done: return send_outcome::sent;
            case step::broken: return send_outcome::broken;
            case step::full: break;
        }
    }
    overflow_.push(std::move(message));
    return send_outcome::queued;
}

bool frame_writer::flush() {
    for (;;) {
        while (!overflow_.empty()) {
            auto& first = overflow_.front();
            const auto outcome = put_fragments(first);
            if (outcome == step::broken) return false;
            if (outcome == step::full) {
                if (first.started) overflow_.keep_front();
                break;
            }
            overflow_.pop_front();
        }
        if (ring_.publish()) bell_.ring();
        if (overflow_.empty() || ring_.wait_for_room()) return true;
    }
}

}  // namespace fairlead::shm
