// SPDX-License-Identifier: MIT
//
// call_witness — what is done for those who trace.
#include "broker/routing/call_witness.hpp"

namespace fairlead::broker::routing {

void call_witness::begin_trace(call& one) const {
    auto& from = *one.from.who;
    // Copied by whoever keeps the call: the next one may be of another trace.
    if (from.context_for != no_request && from.context_for == frame_number(one.from)) {
        from.context_for = no_request;
        one.context = &from.context;
    }
    if (tap_.tracer != nullptr)
        one.from.trace = tap_.tracer->on_call(one.from, one.name, one.context);
}

/// Ahead of its call. Should there be no room for it, there will be none for the call.
void call_witness::announce_context(call const& one, request_id request, peer& to) {
    if (to.by_messages) return;
    wire::frame_header header;
    header.kind = wire::frame_kind::context;
    header.request = request;
    const auto payload = one.context->to_payload();
    to.sink.try_push(header, {payload});
}

}  // namespace fairlead::broker::routing
