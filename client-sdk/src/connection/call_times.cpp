// SPDX-License-Identifier: MIT
//
// call_times — a wish is echoed, times go out as frames of their own.
#include "call_times.hpp"

namespace fairlead::client {

void call_times::on_wish(wire::frame_view const& frame) {
    const bool on = frame.header.code != 0;
    wanted_.store(on, std::memory_order_relaxed);
    if (!on) return;
    // Now it knows that we do.
    wire::frame_header echo;
    echo.kind = wire::frame_kind::trace;
    echo.code = frame.header.code;
    outlet_.post(echo, {});
}

void call_times::tell(request_id request, wire::timed_as as, wire::call_points const& points) {
    const auto held = outlet_.lock();
    if (outlet_.is_open()) tell_locked(request, as, points);
}

void call_times::tell_locked(request_id request, wire::timed_as as,
                             wire::call_points const& points) {
    wire::frame_header header;
    header.kind = wire::frame_kind::timing;
    header.request = request;
    header.code = static_cast<std::uint16_t>(as);
    outlet_.send(header, {wire::as_bytes(points)});  // Without room it is not known.
}

}  // namespace fairlead::client
