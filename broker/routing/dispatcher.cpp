// SPDX-License-Identifier: MIT
//
// dispatcher — one switch; the thinking is done by the tables and routers behind it.
#include "broker/routing/dispatcher.hpp"
#include "broker/routing/json_escape.hpp"
#include "broker/telemetry/log.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace fairlead::broker::routing {

using wire::frame_kind;

dispatcher::dispatcher(telemetry::counters& counters, parking_limits parking,
                       delivery_rules delivery, policy::gate gate, meter::map* counted_in)
    : traffic_{counted_in}, gate_{std::move(gate)}, names_{wire::names_max},
      home_{blobs_, counters, traffic_, tap_}, calls_{names_,   routes_,  plugins_, home_, blobs_,
                                                      counters, traffic_, tap_,     gate_, parking},
      events_{names_, counters, traffic_, tap_, gate_, std::move(delivery)}, registrar_{names_,
                                                                                        routes_,
                                                                                        gate_,
                                                                                        counters},
      pages_{calls_,
             events_,
             home_,
             gate_,
             [this](peer& page, wire::frame_view const& frame, time_point at) {
                 on_frame(page, frame, at);
             },
             [this](peer& page, time_point at) { on_gone(page, at); }} {
    gate_.on_denied([this](std::string_view topic, std::string data_json, time_point at) {
        events_.publish(topic, std::move(data_json), at);
    });
}

void dispatcher::on_come(peer& who) {
    who.permits = gate_.book_for(identity_of(who));
    who.row = traffic_.on_come(who.role, who.name, who.id, who.pid);
    if (tap_.tracer != nullptr) tap_.tracer->on_come(who);
}

void dispatcher::on_frame(peer& from, wire::frame_view const& frame, time_point now) {
    if (from.row != nullptr)
        from.row->bytes_in.add(sizeof(wire::frame_header) + frame.payload.size());
    handle(from, frame, now);
    if (!from.use.has_news()) return;
    const bool is_named = (frame.header.flags & wire::frame_flag::named) != 0;
    const auto named = is_named ? wire::named_payload::parse(frame.payload)
                                : result<wire::named_payload>{wire::wire_errc::truncated};
    // Copied: its sender may still write to it.
    tell_pressure(from, now, named ? std::string{named->name()} : std::string{});
}

void dispatcher::handle(peer& from, wire::frame_view const& frame, time_point now) {
    if (!may_send(from, frame.header.kind))
        return from.sink.cut(errc::protocol_error, "a frame of a kind that no page may send");
    switch (frame.header.kind) {
        case frame_kind::call: return calls_.on_call(from, frame, now);
        case frame_kind::result: return calls_.on_result(from, frame, now);
        case frame_kind::event: return events_.on_event(from, frame, now);
        case frame_kind::invoke: return pages_.on_invoke(from, frame, now);
        case frame_kind::error: return calls_.on_error(from, frame, now);
        case frame_kind::cancel: return calls_.on_cancel(from, frame.header.request);
        case frame_kind::item: return calls_.on_item(from, frame);
        case frame_kind::credit: return calls_.streams().on_credit(from, frame);
        case frame_kind::progress: return calls_.streams().on_progress(from, frame);
        case frame_kind::forget: return on_forget(from, frame, now);
        case frame_kind::offer:
            registrar_.on_offer(from, frame, now);
            if (takes_calls(from)) calls_.retry_parked(now);
            return;
        case frame_kind::withdraw: return registrar_.on_withdraw(from, frame);
        case frame_kind::ready: return on_ready(from, now);
        case frame_kind::subscribe: return events_.on_subscribe(from, frame, now);
        case frame_kind::unsubscribe: return events_.on_unsubscribe(from, frame);
        case frame_kind::log: return on_log(from, frame, now);
        case frame_kind::ping: return on_ping(from, frame);
        case frame_kind::pong:
            if (on_pong_) on_pong_(from);
            return;
        case frame_kind::release:
            if (!blobs_.on_release(from, static_cast<wire::blob_id>(frame.header.aux)))
                from.sink.cut(errc::protocol_error, "it releases a blob that it was not lent");
            return;
        case frame_kind::trace: from.knows_trace = true; return;
        case frame_kind::timing: return on_timing(from, frame);
        case frame_kind::context: return on_context(from, frame);
        case frame_kind::fragment:
        case frame_kind::callback:
        case frame_kind::goodbye: break;
    }
    from.sink.cut(errc::protocol_error, "a frame of a kind that only the broker sends");
}

void dispatcher::on_ready(peer& who, time_point now) {
    if (who.ready) return;
    who.ready = true;
    if (on_ready_) on_ready_(who);
    calls_.retry_parked(now);
}

void dispatcher::on_forget(peer& from, wire::frame_view const& frame, time_point now) {
    pages_.on_forget(from, frame, now);
    if (from.role == wire::peer_role::host && on_forgotten_)
        on_forgotten_(from, static_cast<generation>(frame.header.aux));
}

void dispatcher::on_leaving(peer& who) {
    if (std::exchange(who.leaving, true)) return;  // Its successor may be here by now.
    routes_.drop(who);
    if (who.role == wire::peer_role::plugin && who.part == peer_part::acting)
        plugins_.lost(who.name);
}

void dispatcher::on_gone(peer& who, time_point now) {
    pages_.on_gone(who, now);
    if (who.permits) policy::gate::close(*who.permits, describe(who));
    constexpr std::size_t unanswered_kept = 16;
    if (who.role == wire::peer_role::plugin)
        who.unanswered = calls_.unanswered_by(who, unanswered_kept);
    on_leaving(who);
    events_.on_gone(who, now);
    registrar_.on_gone(who);
    calls_.on_gone(who, now);
    if (tap_.tracer != nullptr) tap_.tracer->on_gone(who);
    blobs_.on_gone(who);
    // Calls that waited for it to get ready: it may come back, or never.
    calls_.retry_parked(now);
    traffic_.on_gone(std::exchange(who.row, nullptr), who.use.used(resource::queue_bytes));
}

void dispatcher::on_plugin(std::string_view name, outlook now_is, time_point now) {
    plugins_.set(name, now_is);
    calls_.retry_parked(now);
}

void dispatcher::tell_pressure(peer& who, time_point now, std::string_view named) {
    who.use.take_news(now, [&](accounting::pressure const& one) {
        const auto culprit = culprit_of(who, one.what, named);
        telemetry::log_warn("routing", "{} uses much: {}={} bound={} since_ms={} culprit={}",
                            describe(who), accounting::to_text(one.what), one.used, one.bound,
                            one.since.count(), culprit);
        std::string peer, name, about;
        append_json_escaped(peer, describe(who));
        append_json_escaped(name, who.name);
        append_json_escaped(about, culprit);
        events_.announce(
            "fairlead/pressure",
            fmt::format(R"([{{"peer":"{}","session":{},"name":"{}","what":"{}","used":{},)"
                        R"("bound":{},"since_ms":{},"culprit":"{}"}}])",
                        peer, raw(who.id), name, accounting::to_text(one.what), one.used, one.bound,
                        one.since.count(), about),
            now);
    });
}

std::string dispatcher::culprit_of(peer const& who, resource what, std::string_view named) const {
    switch (what) {
        case resource::calls: return calls_.most_called_by(who);
        case resource::queue_bytes: {
            const auto topic = static_cast<route_id>(who.last_queued);
            return names_.knows(topic) ? names_.name_of(topic) : std::string{};
        }
        case resource::offers:
        case resource::subscriptions:
        case resource::names: return std::string{named};
        case resource::blobs:
        case resource::blob_bytes: break;
    }
    return {};
}

void dispatcher::on_ping(peer& from, wire::frame_view const& frame) {
    auto header = frame.header;
    header.kind = frame_kind::pong;
    header.flags = 0;  // They would say of its payload what nobody has looked at.
    // Unanswered when it does not read: that is an answer, too.
    from.sink.try_push(header, {frame.payload});
}

void dispatcher::on_timing(peer& from, wire::frame_view const& frame) {
    const auto points = wire::parse_points(frame.payload);
    const auto as = static_cast<wire::timed_as>(frame.header.code);
    if (!points || (as != wire::timed_as::asker && as != wire::timed_as::provider))
        return from.sink.cut(errc::protocol_error, "a timing frame that is none");
    // Late, if nobody wants to know any more.
    if (tap_.tracer != nullptr) tap_.tracer->on_timing(from, as, frame.header.request, *points);
}

void dispatcher::on_context(peer& from, wire::frame_view const& frame) {
    const auto ids = wire::trace_context::parse(frame.payload);
    if (!ids) return from.sink.cut(errc::protocol_error, "a context frame without a trace");
    from.context_for = frame.header.request;
    from.context = *ids;
}

void dispatcher::on_log(peer& from, wire::frame_view const& frame, time_point now) {
    using telemetry::log_level;
    constexpr std::size_t text_bytes_max = 2'048;
    const auto verdict = from.log_rate.on_line(now);
    if (verdict.skipped > 0)
        telemetry::log_warn("routing", "{} logs too much lines_skipped={}", describe(from),
                            verdict.skipped);
    if (!verdict.write) return;
    constexpr std::array levels{log_level::trace, log_level::debug, log_level::info,
                                log_level::warn,  log_level::error, log_level::error};
    const auto level = levels[std::clamp<std::size_t>(frame.header.code, 1, levels.size()) - 1];
    if (!telemetry::logs(level)) return;
    // Copied first: the sender may still write to it.
    const std::string text{wire::as_text(frame.payload).substr(0, text_bytes_max)};
    const bool is_plugin = from.role == wire::peer_role::plugin;
    telemetry::write_log(level, telemetry::about_peer(from.name, from.name, is_plugin), text);
}

}  // namespace fairlead::broker::routing
