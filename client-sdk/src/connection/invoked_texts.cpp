// SPDX-License-Identifier: MIT
//
// invoked_texts — only one that is timed has a number.
#include "invoked_texts.hpp"

namespace fairlead::client {
namespace {

constexpr std::size_t timed_max = 1'024;

}  // namespace

bool invoked_texts::invoke(generation page, std::string_view text, bool takes_live) {
    wire::frame_header header;
    header.kind = wire::frame_kind::invoke;
    if (takes_live) header.flags = wire::frame_flag::takes_items | wire::frame_flag::takes_progress;
    header.aux = raw(page);
    if (!times_.are_wanted()) [[likely]]
        return outlet_.post(header, {wire::as_bytes(text)});
    const auto begun = wire::nanoseconds_now();
    header.flags |= wire::frame_flag::traced;
    const auto held = outlet_.lock();
    header.request = request_id{++last_};
    if (!outlet_.is_open() || !shm::accepted(outlet_.send(header, {wire::as_bytes(text)})))
        return false;
    if (timed_.size() >= timed_max) timed_.erase(timed_.begin());
    timed_.emplace(last_, moments{begun, outlet_.sent_at()});
    return true;
}

void invoked_texts::on_callback(wire::frame_view const& frame) {
    callback_time time;
    if ((frame.header.flags & wire::frame_flag::traced) != 0) [[unlikely]]
        time = {frame.header.request, wire::nanoseconds_now()};
    callbacks.tell(generation{frame.header.aux}, wire::as_text(frame.payload), time);
}

void invoked_texts::settled(callback_time const& what) {
    const auto now = wire::nanoseconds_now();
    const auto held = outlet_.lock();
    const auto asked = timed_.extract(raw(what.request));
    if (asked.empty() || !outlet_.is_open()) return;
    times_.tell_locked(what.request, wire::timed_as::asker,
                       {asked.mapped().begun, asked.mapped().sent, what.received, now});
}

void invoked_texts::forget_times() {
    const auto held = outlet_.lock();
    timed_.clear();
}

}  // namespace fairlead::client
