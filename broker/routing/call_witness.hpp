// SPDX-License-Identifier: MIT
//
// call_witness — all who want to know of calls and have no say in them: the meters, the log of slow
// ones, whoever traces, whoever listens. Where nobody traces or listens a call costs one test of a
// pointer at each station.
#pragma once

#include "broker/routing/attached_frame.hpp"
#include "broker/routing/call.hpp"
#include "broker/routing/call_tracer.hpp"
#include "broker/routing/name_table.hpp"
#include "broker/routing/route_table.hpp"
#include "broker/routing/slow_calls.hpp"
#include "broker/routing/wiretap.hpp"
#include "broker/telemetry/traffic.hpp"

#include <string_view>

namespace fairlead::broker::routing {

class call_witness {
public:
    using debt = pending_replies::debt;

    call_witness(name_table const& names, telemetry::traffic& traffic, tap_point const& tap)
        : names_{names}, traffic_{traffic}, tap_{tap} {}

    void log_slow_calls(std::chrono::milliseconds above) { slow_ = slow_calls{above}; }

    /// It has arrived.
    void on_call(call& one) const {
        if (tap_.tracer != nullptr || one.from.who->context_for != no_request) [[unlikely]]
            begin_trace(one);
        if (one.from.who->row != nullptr) one.from.who->row->calls.add();
    }

    /// It has found a provider: where it is counted until it ends; null: nowhere.
    meter::method_row* count(call const& one, provider const& to) {
        auto* const method = traffic_.method(one.route, one.name);
        if (method != nullptr) count_call(*method, one, to);
        return method;
    }
    /// What is beside its arguments.
    static void count_attached(meter::method_row* method, wire::attached_payload const& parts) {
        if (method == nullptr) return;
        if (const auto bytes = bytes_beside(parts); bytes > 0) method->bytes_in.add(bytes);
    }
    /// It is about to be put into its provider's ring, in a frame with that header.
    void on_forward(wire::frame_header& header, call const& one, peer& to) const {
        if (one.context != nullptr) [[unlikely]]
            announce_context(one, header.request, to);
        if (one.from.trace != 0 && tap_.tracer != nullptr) [[unlikely]]
            if (tap_.tracer->on_forward(one.from.trace, to, header.request))
                header.flags |= wire::frame_flag::traced;
    }
    void on_forwarded(call const& one, peer const& to, time_point now) const {
        if (is_heard(one.route, now)) [[unlikely]]
            tap_.ear->on_call(one.from, to, one.route, one.name, {one.args, one.binary});
    }

    /// Its provider's word has come, so large.
    void on_settled(debt const& owed, std::size_t bytes, time_point now) {
        if (owed.counted != nullptr) count_answer(owed, bytes, now);
        on_time(owed, now);
        if (owed.to.trace != 0 && tap_.tracer != nullptr) [[unlikely]]
            tap_.tracer->on_answer(owed.to.trace);
    }
    void on_result(debt const& owed, heard const& answer, time_point now) const {
        if (is_heard(owed.route, now)) [[unlikely]]
            tap_.ear->on_answer(owed, false, {}, answer);
    }
    void on_error(debt const& owed, errc code, heard const& answer, time_point now) const {
        if (is_heard(owed.route, now)) [[unlikely]]
            tap_.ear->on_answer(owed, true, code, answer);
    }
    /// It has ended, with or without an answer.
    void on_time(debt const& owed, time_point now) {
        if (now - owed.since >= slow_.limit()) [[unlikely]]
            slow_.on_call(owed, names_.text_of(owed.route), now);
    }

    /// The broker's own word.
    void on_refusal(call const& one, errc code, std::string_view message) const {
        if (tap_.ear != nullptr) [[unlikely]]
            tap_.ear->on_refusal(one.from, one.route, one.name, code, message);
    }

private:
    bool is_heard(route_id route, time_point now) const noexcept {
        return tap_.ear != nullptr && !tap_.ear->is_deaf_to(route, now);
    }
    void begin_trace(call& one) const;
    static void announce_context(call const& one, request_id request, peer& to);
    void count_call(meter::method_row& method, call const& one, provider const& to) const {
        method.calls.add();
        method.bytes_in.add(one.args.size());
        traffic_.owned_by(method, to.who->row);
    }
    static void count_answer(debt const& owed, std::size_t bytes, time_point now) noexcept {
        const auto took = static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::nanoseconds>(now - owed.since).count());
        owed.counted->latency[meter::bucket_of(took)].add();
        owed.counted->answer_ns.add(took);
        owed.counted->bytes_out.add(bytes);
    }

    name_table const& names_;
    telemetry::traffic& traffic_;
    tap_point const& tap_;
    slow_calls slow_;
};

}  // namespace fairlead::broker::routing
