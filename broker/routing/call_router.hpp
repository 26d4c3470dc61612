// SPDX-License-Identifier: MIT
//
// call_router — a call to its provider, the answer home, and every other way in which a call ends.
#pragma once

#include "broker/policy/gate.hpp"
#include "broker/routing/answers.hpp"
#include "broker/routing/attached_frame.hpp"
#include "broker/routing/blob_ledger.hpp"
#include "broker/routing/call.hpp"
#include "broker/routing/call_census.hpp"
#include "broker/routing/call_streams.hpp"
#include "broker/routing/call_witness.hpp"
#include "broker/routing/launch_roster.hpp"
#include "broker/routing/name_table.hpp"
#include "broker/routing/parked_calls.hpp"
#include "broker/routing/pending_replies.hpp"
#include "broker/routing/resend_shelf.hpp"
#include "broker/routing/route_table.hpp"
#include "broker/routing/signpost.hpp"

#include <span>
#include <string_view>

namespace fairlead::broker::routing {

class call_router {
public:
    call_router(name_table const& names, route_table const& routes, launch_roster& plugins,
                answers& home, blob_ledger& blobs, telemetry::counters& counters,
                telemetry::traffic& traffic, tap_point const& tap, policy::gate& gate,
                parking_limits limits = {})
        : names_{names}, plugins_{plugins}, home_{home}, blobs_{blobs}, counters_{counters},
          gate_{gate}, ways_{names, routes, plugins}, witness_{names, traffic, tap}, parked_{
                                                                                         limits} {}

    void on_call(peer& caller, wire::frame_view const& frame, time_point now);
    void on_invoke(asker const& from, std::string_view name, std::span<const std::byte> args,
                   time_point now, wire::trace_context const* context = nullptr);
    void on_result(peer& provider, wire::frame_view const& frame, time_point now);
    void on_error(peer& provider, wire::frame_view const& frame, time_point now);
    void on_cancel(peer& caller, request_id request) {
        break_off(caller, request, errc::cancelled, "the caller took the call back");
    }
    /// A call of its own that cannot go on.
    void break_off(peer& caller, request_id request, errc code, std::string_view why);
    void on_forget(peer& host, generation page);

    /// An item of a stream: what has begun to stream cannot begin anew.
    void on_item(peer& source, wire::frame_view const& frame) {
        if (under_way_.size() != 0) keep_no_longer(source, frame.header.request);
        streams_.on_item(source, frame);
    }

    /// What comes and goes while a call runs.
    call_streams& streams() noexcept { return streams_; }

    /// Offers or plugins have changed: what was parked may go on now.
    void retry_parked(time_point now);

    /// The peer is gone, its offers are out of the table already.
    void on_gone(peer const& who, time_point now);

    void expire(time_point now);
    time_point next_deadline() const noexcept;

    std::vector<std::string> unanswered_by(peer const& provider, std::size_t most) const {
        return census_.unanswered_by(provider, most);
    }
    std::string most_called_by(peer const& caller) const { return census_.most_called_by(caller); }
    void log_slow_calls(std::chrono::milliseconds above) { witness_.log_slow_calls(above); }

    std::size_t in_flight() const noexcept { return pending_.size(); }
    std::size_t parked() const noexcept { return parked_.size(); }
    parking_limits const& parking() const noexcept { return parked_.limits(); }

private:
    void start(call& one, time_point now);
    void route(call const& one, time_point now);
    /// It is not permitted, and has been refused. One that `waits` is asked about again.
    bool is_denied(call const& one, provider const& to, bool waits, time_point now);
    void forward(call const& one, provider const& to, time_point now);
    push_result hand_over(wire::frame_header& header, call const& one, peer& to,
                          meter::method_row* counted);
    void drop_blobs(peer& owner, bool binary, std::span<const std::byte> payload) {
        if (binary) return_attached(blobs_, owner, payload);
    }
    void park(call const& one, std::string_view waits_for, time_point now);
    void keep_no_longer(peer const& source, request_id request);
    bool try_again(pending_replies::debt const& owed, peer const& gone, time_point now);
    void refuse(call const& one, errc code, std::string_view message);
    void refuse_bytes(call const& one, peer const& to);
    void refuse_unsent(call const& one, peer const& to, push_result why, time_point now);
    void give_up(parked_call const& waiting, time_point now);

    name_table const& names_;
    launch_roster& plugins_;
    answers& home_;
    blob_ledger& blobs_;
    telemetry::counters& counters_;
    policy::gate& gate_;
    signpost ways_;
    call_witness witness_;
    pending_replies pending_;
    call_census census_{names_, pending_};
    call_streams streams_{names_, pending_, home_, blobs_, counters_};
    parked_calls parked_;
    resend_shelf under_way_;
};

}  // namespace fairlead::broker::routing
