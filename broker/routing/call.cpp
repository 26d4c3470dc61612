// SPDX-License-Identifier: MIT
//
// call — out of a frame, into another, and into memory of its own.
#include "broker/routing/call.hpp"

#include <algorithm>

namespace fairlead::broker::routing {
namespace {

std::uint32_t milliseconds_left(call const& one, time_point now) noexcept {
    if (one.deadline == never) return 0;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(one.deadline - now);
    return static_cast<std::uint32_t>(std::clamp<long long>(left.count(), 1, one.budget_ms));
}

}  // namespace

call call_of(peer& caller, wire::frame_header const& header, time_point now) {
    const auto has = [&](std::uint8_t flag) { return (header.flags & flag) != 0; };
    call one;
    one.from.who = &caller;
    one.from.request = header.request;
    one.from.takes_binary = has(wire::frame_flag::takes_binary);
    one.from.takes_progress = has(wire::frame_flag::takes_progress);
    one.from.takes_items = has(wire::frame_flag::takes_items);
    one.from.times_itself = has(wire::frame_flag::traced);
    one.binary = has(wire::frame_flag::binary);
    one.budget_ms = header.deadline_ms;
    if (one.budget_ms != 0) one.deadline = now + std::chrono::milliseconds{one.budget_ms};
    return one;
}

call call_of(parked_call const& waiting, route_id route) {
    return {.from = waiting.who_asks(),
            .route = route,
            .name = waiting.name,
            .args = waiting.args,
            .binary = waiting.binary,
            .resent = waiting.resent,
            .context = waiting.context ? &*waiting.context : nullptr,
            .budget_ms = waiting.budget_ms,
            .deadline = waiting.deadline};
}

parked_call copy_of(call const& one) {
    parked_call waiting;
    waiting.from = one.from;
    waiting.callback_id = one.from.callback_id;
    waiting.name = one.name;
    waiting.args.assign(one.args.begin(), one.args.end());
    waiting.binary = one.binary;
    waiting.resent = one.resent;
    if (one.context != nullptr) waiting.context = *one.context;
    waiting.budget_ms = one.budget_ms;
    waiting.deadline = one.deadline;
    return waiting;
}

void describe_call(wire::frame_header& header, call const& one, time_point now) {
    header.kind = wire::frame_kind::call;
    header.deadline_ms = milliseconds_left(one, now);
    header.aux = caller_number(one.from);
    if (one.from.takes_binary) header.flags |= wire::frame_flag::takes_binary;
    if (one.from.takes_progress) header.flags |= wire::frame_flag::takes_progress;
    if (one.from.takes_items) header.flags |= wire::frame_flag::takes_items;
}

}  // namespace fairlead::broker::routing
