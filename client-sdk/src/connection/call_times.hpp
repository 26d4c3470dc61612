// SPDX-License-Identifier: MIT
//
// call_times — tells the broker when calls passed by here, as long as it wants to know. Nothing of
// it runs unless somebody traces.
#pragma once

#include "frame_outlet.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/timing.hpp>

#include <atomic>

namespace fairlead::client {

class call_times {
public:
    explicit call_times(frame_outlet& outlet) noexcept : outlet_{outlet} {}

    bool are_wanted() const noexcept { return wanted_.load(std::memory_order_relaxed); }
    /// The broker begins or ends to want them.
    void on_wish(wire::frame_view const& frame);

    void tell(request_id request, wire::timed_as as, wire::call_points const& points);
    /// The same, under the outlet's lock.
    void tell_locked(request_id request, wire::timed_as as, wire::call_points const& points);

private:
    frame_outlet& outlet_;
    std::atomic<bool> wanted_ = false;
};

}  // namespace fairlead::client
