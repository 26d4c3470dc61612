// SPDX-License-Identifier: MIT
//
// call_times — two maps, and what lies between them.
#include "webview-host/inpage/call_times.hpp"

#include <utility>

namespace fairlead::page {

using wire::frame_kind;
using wire::timed_as;

void call_times::set(bool on) {
    *this = {};
    on_ = on;
}

void call_times::put(pairs& to, request_id request, pair times) {
    if (to.size() < calls_max) to.insert_or_assign(raw(request), times);
}

std::uint8_t call_times::on_line(frame_kind kind, request_id request, std::uint64_t now) {
    switch (kind) {
        case frame_kind::call:
        case frame_kind::invoke:
            put(asked_, request, {lines_at_, now});
            return wire::frame_flag::traced;
        case frame_kind::result:
        case frame_kind::error:
            if (const auto one = served_.extract(raw(request)); !one.empty())
                told_.push_back({request,
                                 timed_as::provider,
                                 {one.mapped().first, one.mapped().second, lines_at_, now}});
            return 0;
        default: return 0;
    }
}

void call_times::on_frame(frame_kind kind, request_id request, std::uint64_t now) {
    if (on_) last_ = {kind, request, now};
}

void call_times::queue_last() { queued_.push_back(*std::exchange(last_, std::nullopt)); }

void call_times::on_hand_over(std::uint64_t now) {
    for (auto const& one : queued_) {
        if (one.kind == frame_kind::call) {
            put(served_, one.request, {one.at, now});
        } else if (const auto asked = asked_.extract(raw(one.request)); !asked.empty()) {
            told_.push_back({one.request,
                             timed_as::asker,
                             {asked.mapped().first, asked.mapped().second, one.at, now}});
        }
    }
    queued_.clear();
}

std::vector<call_times::told> call_times::take_told() noexcept { return std::exchange(told_, {}); }

}  // namespace fairlead::page
