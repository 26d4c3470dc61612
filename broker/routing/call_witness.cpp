// SPDX-License-Identifier: MIT
//
// call_witness — what is done for those who trace, and the meters' sums.
#include "broker/routing/call_witness.hpp"
#include "broker/routing/attached_frame.hpp"

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

void call_witness::count_call(meter::method_row& method, call const& one,
                              provider const& to) const {
    method.calls.add();
    method.bytes_in.add(one.args.size());
    if (one.binary) [[unlikely]]
        if (const auto parts = wire::attached_payload::parse(one.args))
            method.bytes_in.add(bytes_of(parts->table()));
    traffic_.owned_by(method, to.who->row);
}

void call_witness::count_answer(debt const& owed, std::size_t bytes, time_point now) noexcept {
    const auto took = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(now - owed.since).count());
    owed.counted->latency[meter::bucket_of(took)].add();
    owed.counted->answer_ns.add(took);
    owed.counted->bytes_out.add(bytes);
}

}  // namespace fairlead::broker::routing
