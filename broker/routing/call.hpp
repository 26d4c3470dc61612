// SPDX-License-Identifier: MIT
//
// call — one as it arrived, on its way through the router.
#pragma once

#include "broker/routing/parked_calls.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <span>
#include <string_view>

namespace fairlead::broker::routing {

/// Views are borrowed for the length of one function call.
struct call {
    asker from;
    route_id route = no_route;  ///< no_route: nobody has ever offered that name.
    std::string_view name;
    std::span<const std::byte> args;
    bool binary = false;                           ///< The arguments have attachments.
    bool resent = false;                           ///< Its first plugin died in it.
    wire::trace_context const* context = nullptr;  ///< Null: it is a part of no trace.
    std::uint32_t budget_ms = 0;
    time_point deadline = never;
};

/// All that its header says, but for the route.
call call_of(peer& caller, wire::frame_header const& header, time_point now);

/// One that has waited; borrowed from it.
call call_of(parked_call const& waiting, route_id route);

/// One that is to wait: a copy of it all. For whom and how long is still to be said.
parked_call copy_of(call const& one);

/// What the header of the frame to its provider says of it; the rest is the router's.
void describe_call(wire::frame_header& header, call const& one, time_point now);

}  // namespace fairlead::broker::routing
