// SPDX-License-Identifier: MIT
//
// call_windows — what each stream of one call may still send, as the broker counts it. A source
// learns of each credit after the broker: who oversteps here has broken the rule.
#pragma once

#include <fairlead/wire/streams.hpp>

#include <array>

namespace fairlead::broker::routing {

struct stream_state {
    wire::stream_window window{0};
    bool ended = false;     ///< Its source has said so.
    bool unwanted = false;  ///< Its reader has said so: what comes is dropped.
};

class call_windows {
public:
    /// `which` is the result stream or one of the arguments'.
    stream_state& of(wire::stream_id which) noexcept { return states_[raw(which)]; }

private:
    std::array<stream_state, wire::argument_streams_max + 1> states_{
        stream_state{wire::stream_window{wire::item_window_bytes}}};
};

}  // namespace fairlead::broker::routing
