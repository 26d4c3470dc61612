// SPDX-License-Identifier: MIT
//
// call_router — a call to its provider, the answer home, and every other way in which a call ends.
#pragma once

#include "broker/policy/gate.hpp"
#include "broker/routing/answers.hpp"
#include "broker/routing/attached_frame.hpp"
#include "broker/routing/blob_ledger.hpp"
#include "broker/routing/bound_methods.hpp"
#include "broker/routing/call_streams.hpp"
#include "broker/routing/launch_roster.hpp"
#include "broker/routing/name_table.hpp"
#include "broker/routing/parked_calls.hpp"
#include "broker/routing/pending_replies.hpp"
#include "broker/routing/resend_shelf.hpp"
#include "broker/routing/route_table.hpp"
#include "broker/routing/slow_calls.hpp"

#include <span>
#include <string_view>

namespace fairlead::broker::routing {

/// A call as it arrived. Views are borrowed for the length of one function call.
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

class call_router {
public:
    call_router(name_table const& names, route_table const& routes, launch_roster& plugins,
                answers& home, blob_ledger& blobs, telemetry::counters& counters,
                telemetry::traffic& traffic, tap_point const& tap, policy::gate& gate,
                parking_limits limits = {})
        : names_{names}, routes_{routes}, plugins_{plugins}, home_{home}, blobs_{blobs},
          counters_{counters}, traffic_{traffic}, tap_{tap}, gate_{gate}, parked_{limits} {}

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

    /// Methods whose calls that provider has not answered, at most so many.
    std::vector<std::string> unanswered_by(peer const& provider, std::size_t most) const;

    /// The method that most of its open calls are of; empty: it has none open. Looks at all calls.
    std::string most_called_by(peer const& caller) const;

    void log_slow_calls(std::chrono::milliseconds above) { slow_ = slow_calls{above}; }

    std::size_t in_flight() const noexcept { return pending_.size(); }
    std::size_t parked() const noexcept { return parked_.size(); }
    parking_limits const& parking() const noexcept { return parked_.limits(); }

private:
    void start(call& one, time_point now);
    void begin_trace(call& one) const;
    static void announce_context(call const& one, request_id request, peer& to);
    void on_answered(pending_replies::debt const& owed, std::size_t bytes, time_point now);
    /// no_route: nobody offers it.
    route_id route_of(std::string_view name) const;
    /// The plugin without which it cannot go on yet; empty: none.
    std::string_view to_wait_for(call const& one, provider const& to) const;
    void route(call const& one, time_point now);
    /// It is not permitted, and has been refused. One that `waits` is asked about again.
    bool is_denied(call const& one, provider const& to, bool waits, time_point now);
    std::string_view plugin_of(call const& one, provider const& to) const;
    void forward(call const& one, provider const& to, time_point now);
    void count(meter::method_row& method, call const& one, provider const& to);
    void refuse_bytes(call const& one, peer const& to);
    push_result hand_over(wire::frame_header& header, call const& one, peer& to);
    void drop_blobs(peer& owner, bool binary, std::span<const std::byte> payload) {
        if (binary) return_attached(blobs_, owner, payload);
    }
    void park(call const& one, std::string_view waits_for, time_point now);
    parked_call copy_of(call const& one) const;
    void keep_no_longer(peer const& source, request_id request);
    bool try_again(pending_replies::debt const& owed, peer const& gone, time_point now);
    void refuse(call const& one, errc code, std::string_view message);
    void refuse_unknown(call const& one);
    std::string near_miss(std::string_view name) const;
    std::string name_of(route_id route) const;

    name_table const& names_;
    route_table const& routes_;
    launch_roster& plugins_;
    bound_methods numbers_{names_, routes_, plugins_};
    answers& home_;
    blob_ledger& blobs_;
    telemetry::counters& counters_;
    telemetry::traffic& traffic_;
    tap_point const& tap_;
    policy::gate& gate_;
    pending_replies pending_;
    call_streams streams_{names_, pending_, home_, blobs_, counters_};
    parked_calls parked_;
    resend_shelf under_way_;
    slow_calls slow_;
};

}  // namespace fairlead::broker::routing
