// SPDX-License-Identifier: MIT
//
// served_calls — a call costs no lock once its method has been called before.
#include "served_calls.hpp"

#include <fairlead/wire/limits.hpp>

#include <string>
#include <utility>

namespace fairlead::client {
namespace {

bool has(wire::frame_view const& frame, std::uint8_t flag) noexcept {
    return (frame.header.flags & flag) != 0;
}

bool is_timed(call_notes const* notes) noexcept { return notes != nullptr && notes->timed; }

}  // namespace

std::uint64_t served_calls::add(call_handler on_call) {
    const std::lock_guard lock{offering_};
    offered_.push_back(std::move(on_call));
    return offered_.size() - 1;
}

call_handler const* served_calls::handler_at(std::size_t index) {
    if (index >= known_.size()) {
        const std::lock_guard lock{offering_};
        for (auto i = known_.size(); i < offered_.size(); ++i) known_.push_back(&offered_[i]);
    }
    return index < known_.size() ? known_[index] : nullptr;
}

void served_calls::on_context(wire::frame_view const& frame) {
    const auto ids = wire::trace_context::parse(frame.payload);
    context_for_ = ids ? frame.header.request : no_request;
    if (ids) context_ = *ids;
}

std::unique_ptr<call_notes> served_calls::notes_of(wire::frame_view const& call) {
    const bool timed = has(call, wire::frame_flag::traced);
    const bool has_context = context_for_ != no_request && context_for_ == call.header.request;
    if (!timed && !has_context) [[likely]]
        return nullptr;
    auto notes = std::make_unique<call_notes>();
    const auto now = wire::nanoseconds_now();
    notes->timed = timed;
    notes->times = {now, now, now, now};
    if (has_context) notes->context = context_;
    context_for_ = no_request;
    return notes;
}

void served_calls::on_call(wire::frame_view const& frame) {
    auto const& header = frame.header;
    auto const* handler = handler_at(raw(header.route));
    if (handler == nullptr)
        return send_error(header.request, errc::no_such_method, "this peer has no such handler",
                          {});
    const auto json = arrived_.read(frame);
    const bool takes_binary = has(frame, wire::frame_flag::takes_binary);
    (*handler)({header.request, json, header.deadline_ms,
                responder{core_, header.request, takes_binary, notes_of(frame)},
                arrived_.attachments(), takes_binary, has(frame, wire::frame_flag::takes_items),
                has(frame, wire::frame_flag::takes_progress), header.aux});
    arrived_.forget();
}

void served_calls::tell_times(request_id request, call_notes& notes) {
    notes.times[3] = outlet_.sent_at();
    times_.tell_locked(request, wire::timed_as::provider, notes.times);
}

void served_calls::send_result(request_id request, std::string_view json,
                               std::span<const bytes> attachments, bool takes_binary,
                               call_notes* notes) {
    wire::frame_header header;
    header.kind = wire::frame_kind::result;
    header.request = request;
    if (is_timed(notes)) header.flags = wire::frame_flag::traced;
    auto held = outlet_.lock();
    if (!outlet_.is_open()) return;
    const auto outcome = outlet_.pack_and_send(header, {{}, json, attachments, takes_binary});
    if (shm::accepted(outcome)) {
        if (is_timed(notes)) [[unlikely]]
            tell_times(request, *notes);
        return;
    }
    held.unlock();
    if (outcome == shm::send_outcome::too_large)
        return send_error(request, errc::too_large,
                          "the result of " + std::to_string(json.size()) +
                              " bytes is above the limit of " +
                              std::to_string(wire::payload_bytes_max),
                          {}, notes);
    // An answer must not get lost: without this connection the broker settles the call.
    outlet_.break_off("the broker does not read our answers");
}

void served_calls::send_error(request_id request, errc code, std::string_view message,
                              std::string_view data, call_notes* notes) {
    wire::frame_header header;
    header.kind = wire::frame_kind::error;
    header.request = request;
    if (is_timed(notes)) header.flags = wire::frame_flag::traced;
    header.code = static_cast<std::uint16_t>(code);
    header.aux = message.size();
    const auto held = outlet_.lock();
    if (!outlet_.is_open()) return;
    if (!shm::accepted(outlet_.send(header, {wire::as_bytes(message), wire::as_bytes(data)})))
        return outlet_.break_off("the broker does not read our answers");
    if (is_timed(notes)) tell_times(request, *notes);
}

}  // namespace fairlead::client
