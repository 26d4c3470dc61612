// SPDX-License-Identifier: MIT
//
// line_sender — a large text that was expected goes straight into a blob; a small one, or one that
// is longer than it was said to be, into the ring.
#include "webview-host/inpage/line_sender.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <cstring>
#include <utility>

namespace fairlead::page {

using shm::send_outcome;
using wire::frame_kind;

void line_sender::attach(page_channel& to, double bytes) {
    if (failed_) return;
    if (!(bytes >= 0) || bytes > static_cast<double>(wire::payload_bytes_max) ||
        attachments_.size() == wire::attachments_max) {
        failed_ = send_outcome::too_large;
        return;
    }
    attachments_.push_back(to.make_room(static_cast<std::size_t>(bytes)));
    put_ = 0;
}

void line_sender::expect(page_channel& to, double characters) {
    constexpr double most = static_cast<double>(wire::payload_bytes_max);
    if (!(characters >= static_cast<double>(wire::attached_json_bytes)) || characters > most)
        return;
    json_ = to.make_room(static_cast<std::size_t>(characters));
    json_put_ = 0;
}

void line_sender::put_text(std::span<const std::byte> piece) {
    if (json_) {
        const auto to = json_->bytes();
        if (piece.size() <= to.size() - json_put_) {
            std::memcpy(to.data() + json_put_, piece.data(), piece.size());
            json_put_ += piece.size();
            return;
        }
        text_ = wire::as_text(to.first(json_put_));
        json_.reset();
    }
    if (text_.size() + piece.size() > wire::payload_bytes_max) failed_ = send_outcome::too_large;
    else text_ += wire::as_text(piece);
}

void line_sender::put(std::span<const std::byte> piece) {
    if (failed_) return;
    if (attachments_.empty()) return put_text(piece);
    const auto to = attachments_.back().bytes();
    if (piece.size() > to.size() - put_) {
        failed_ = send_outcome::too_large;
        return;
    }
    if (!piece.empty()) std::memcpy(to.data() + put_, piece.data(), piece.size());
    put_ += piece.size();
}

send_outcome line_sender::send(page_channel& to, page_line const& line) {
    if (failed_) return *failed_;
    if (!line.name.empty() && !wire::is_valid_name(line.name)) return send_outcome::too_large;
    wire::frame_header header;
    header.kind = line.kind;
    header.request = line.kind == frame_kind::event ? no_request : line.id;
    header.route = line.route;
    header.deadline_ms = line.deadline_ms;
    header.aux = line.aux;
    header.code = line.code;
    if (line.last) header.flags |= wire::frame_flag::last;
    if (line.kind == frame_kind::call)
        header.flags |= wire::frame_flag::takes_binary | wire::frame_flag::takes_progress |
                        wire::frame_flag::takes_items;
    if (line.context && line.kind == frame_kind::call) [[unlikely]] {
        wire::frame_header ahead;
        ahead.kind = frame_kind::context;
        ahead.request = line.id;
        const auto ids = line.context->to_payload();
        to.send(ahead, {}, wire::as_text(ids));
    }
    if (times_.is_on()) [[unlikely]]
        header.flags |= times_.on_line(line.kind, line.id, wire::nanoseconds_now());
    if (line.body_went_ahead && json_) {
        if (line.kind == frame_kind::call && attachments_.size() < wire::attachments_max) {
            json_->shorten(json_put_);
            attachments_.push_back(std::move(*json_));
            return to.send(header, line.name, {}, attachments_);
        }
        return to.send(header, line.name, wire::as_text(json_->bytes().first(json_put_)),
                       attachments_);
    }
    return to.send(header, line.name, line.body_went_ahead ? text_ : line.body, attachments_);
}

void line_sender::forget(std::size_t kept_bytes_max) {
    if (text_.capacity() > kept_bytes_max) text_ = {};
    text_.clear();
    json_.reset();
    attachments_.clear();
    failed_.reset();
}

}  // namespace fairlead::page
