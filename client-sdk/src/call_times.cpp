// SPDX-License-Identifier: MIT
//
// call_times — the part of connection_core that tells the broker when calls passed by here. Nothing
// of it runs unless somebody traces.
#include "connection_core.hpp"

#include <fairlead/wire/frame_codec.hpp>

namespace fairlead::client {
namespace {

constexpr std::size_t invoked_max = 1'024;

}  // namespace

void connection_core::receive_trace(wire::frame_view const& frame) {
    const bool on = frame.header.code != 0;
    timing_.store(on, std::memory_order_relaxed);
    if (!on) {
        const std::lock_guard lock{mutex_};
        invoked_.clear();
        return;
    }
    // Now it knows that we do.
    wire::frame_header echo;
    echo.kind = wire::frame_kind::trace;
    echo.code = frame.header.code;
    post_frame(echo, {});
}

void connection_core::receive_context(wire::frame_view const& frame) {
    const auto ids = wire::trace_context::parse(frame.payload);
    context_for_ = ids ? frame.header.request : no_request;
    if (ids) context_ = *ids;
}

void connection_core::tell_times(request_id request, wire::timed_as as,
                                 wire::call_points const& points) {
    const std::lock_guard lock{mutex_};
    if (open_) tell_times_locked(request, as, points);
}

void connection_core::tell_times_locked(request_id request, wire::timed_as as,
                                        wire::call_points const& points) {
    wire::frame_header header;
    header.kind = wire::frame_kind::timing;
    header.request = request;
    header.code = static_cast<std::uint16_t>(as);
    shm::send_outcome outcome;
    send_locked(header, {wire::as_bytes(points)}, outcome);  // Without room it is not known.
}

bool connection_core::invoke(generation page, std::string_view text, bool takes_live) {
    wire::frame_header header;
    header.kind = wire::frame_kind::invoke;
    if (takes_live) header.flags = wire::frame_flag::takes_items | wire::frame_flag::takes_progress;
    header.aux = raw(page);
    if (!timing_.load(std::memory_order_relaxed)) [[likely]]
        return post_frame(header, {wire::as_bytes(text)});
    const auto begun = wire::nanoseconds_now();
    header.flags |= wire::frame_flag::traced;
    const std::lock_guard lock{mutex_};
    header.request = request_id{++last_invoke_};
    shm::send_outcome outcome;
    if (!open_ || !send_locked(header, {wire::as_bytes(text)}, outcome)) return false;
    if (invoked_.size() >= invoked_max) invoked_.erase(invoked_.begin());
    invoked_.emplace(last_invoke_, std::pair{begun, sent_at_});
    return true;
}

void connection_core::settled(callback_time const& what) {
    const auto now = wire::nanoseconds_now();
    const std::lock_guard lock{mutex_};
    const auto asked = invoked_.extract(raw(what.request));
    if (asked.empty() || !open_) return;
    tell_times_locked(what.request, wire::timed_as::asker,
                      {asked.mapped().first, asked.mapped().second, what.received, now});
}

}  // namespace fairlead::client
