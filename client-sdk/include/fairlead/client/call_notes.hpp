// SPDX-License-Identifier: MIT
//
// call_notes — what is kept of a served call when somebody traces it; most calls have none.
#pragma once

#include <fairlead/vocabulary/ids.hpp>
#include <fairlead/wire/timing.hpp>
#include <fairlead/wire/trace_context.hpp>

#include <cstdint>
#include <optional>

namespace fairlead::client {

struct call_notes {
    bool timed = false;                          ///< The broker wants to know the times.
    wire::call_points times{};                   ///< Received, begun, ended, sent.
    std::optional<wire::trace_context> context;  ///< Of whose trace it is a part.
};

/// Of an answer for a page whose times the broker wants to know; no_request: it does not.
struct callback_time {
    request_id request = no_request;
    std::uint64_t received = 0;
};

}  // namespace fairlead::client
