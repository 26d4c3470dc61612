// SPDX-License-Identifier: MIT
//
// call_router — the hot path is on_call → start → route → forward and on_result: integers, one
// copy.
#include "broker/routing/call_router.hpp"
#include "broker/routing/reserved_names.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace fairlead::broker::routing {

// -- to its provider ------------------------------------------------------------------------------

void call_router::on_call(peer& caller, wire::frame_view const& frame, time_point now) {
    auto one = call_of(caller, frame.header, now);
    if ((frame.header.flags & wire::frame_flag::named) == 0) {
        if (!names_.knows(frame.header.route))
            return refuse(
                one, errc::protocol_error,
                fmt::format("the broker never gave out route {}", raw(frame.header.route)));
        one.route = frame.header.route;
        one.name = names_.name_of(one.route);
        one.args = frame.payload;
        return start(one, now);
    }
    const auto named = wire::named_payload::parse(frame.payload);
    if (!named)
        return caller.sink.cut(errc::protocol_error, "a call's name: " + named.error().message());
    one.name = named->name();
    one.route = names_.find(one.name);
    one.args = named->rest();
    start(one, now);
}

void call_router::on_invoke(asker const& from, std::string_view name,
                            std::span<const std::byte> args, time_point now,
                            wire::trace_context const* context) {
    call one{.from = from,
             .route = ways_.route_of(name),
             .name = name,
             .args = args,
             .context = context};
    start(one, now);
}

void call_router::start(call& one, time_point now) {
    ++counters_.calls;
    witness_.on_call(one);
    if (!one.from.who->use.has_room(resource::calls))
        return refuse(one, errc::overloaded,
                      fmt::format("{} has {} calls in flight, more are not allowed",
                                  describe(*one.from.who),
                                  one.from.who->use.used(resource::calls)));
    const bool by_page = one.from.is_page || one.from.who->role == wire::peer_role::page;
    if (by_page && !is_for_pages(one.name))
        return refuse(one, errc::denied,
                      fmt::format("'{}' is for plugins: a page asks one of them", one.name));
    route(one, now);
}

void call_router::route(call const& one, time_point now) {
    const auto to = ways_.provider_of(one);
    const auto plugin = ways_.to_wait_for(one, to);
    if (is_denied(one, to, !plugin.empty(), now)) return;
    if (!plugin.empty()) return park(one, plugin, now);
    if (to.who != nullptr) return forward(one, to, now);
    refuse(one, errc::no_such_method, ways_.dead_end(one.name));
}

bool call_router::is_denied(call const& one, provider const& to, bool waits, time_point now) {
    auto& from = *one.from.who;
    // What a host asks for itself is not its page's.
    const bool is_own = from.role == wire::peer_role::host && !one.from.is_page;
    if (from.permits == nullptr || is_own) return false;
    const bool is_known = one.route != no_route;
    if (!is_known && is_method_number(one.name)) return false;  // It leads nowhere, or not yet.
    const policy::question asked{policy::action::call,
                                 is_known ? names_.name_of(one.route) : one.name,
                                 ways_.plugin_of(one, to)};
    if (waits && asked.plugin.empty() && from.permits->looks_at_plugins()) return false;
    if (gate_.permits(*from.permits, one.route, asked)) return false;
    ++counters_.denied;
    refuse(one, errc::denied, gate_.deny(*from.permits, describe(from), asked, now));
    return true;
}

void call_router::forward(call const& one, provider const& to, time_point now) {
    if (one.binary && to.who->by_messages) return refuse_bytes(one, *to.who);
    wire::frame_header header;
    describe_call(header, one, now);
    header.route = static_cast<route_id>(to.handler);
    auto* const counted = witness_.count(one, to);
    header.request =
        pending_.add(one.from, *to.who, one.route, one.budget_ms, one.deadline, counted, now);
    witness_.on_forward(header, one, *to.who);
    const auto outcome = hand_over(header, one, *to.who, counted);
    if (outcome == push_result::accepted) {
        witness_.on_forwarded(one, *to.who, now);
        // Once more and not again: a call may be what its plugins die of.
        if (to.idempotent && !one.resent && !one.binary)
            under_way_.keep(header.request, copy_of(one));
        return;
    }
    if (pending_.take(header.request, *to.who) != nullptr)
        refuse_unsent(one, *to.who, outcome, now);
}

push_result call_router::hand_over(wire::frame_header& header, call const& one, peer& to,
                                   meter::method_row* counted) {
    if (!one.binary) return to.sink.try_push(header, {one.args});

    boost::system::error_code broken;
    wire::attached_payload parts{one.args, broken};
    if (!broken) call_witness::count_attached(counted, parts);
    // The owner of what was not pushed hears of it in refuse().
    switch (broken ? attached_push::broken
                   : push_attached(blobs_, *one.from.who, to, header, parts)) {
        case attached_push::accepted: return push_result::accepted;
        case attached_push::reader_busy:
        case attached_push::full: return push_result::full;
        case attached_push::too_large: return push_result::too_large;
        case attached_push::gone: return push_result::gone;
        case attached_push::broken: break;
    }
    // Settled by the end of its caller; nobody was given it who would have to hear of that.
    pending_.take(header.request, to);
    one.from.who->sink.cut(errc::protocol_error, "a call's attachments are not what it says");
    return push_result::accepted;
}

void call_router::refuse(call const& one, errc code, std::string_view message) {
    drop_blobs(*one.from.who, one.binary, one.args);
    witness_.on_refusal(one, code, message);
    home_.pass_on_error(one.from, one.route, code, message, {});
}

void call_router::refuse_unsent(call const& one, peer const& to, push_result why, time_point now) {
    switch (why) {
        case push_result::accepted: return;
        case push_result::full:
            return refuse(one, errc::overloaded,
                          fmt::format("{} is too busy to take '{}': {}", describe(to), one.name,
                                      to.sink.backlog()));
        case push_result::too_large:
            return refuse(one, errc::too_large, "the arguments are too large to be sent on");
        case push_result::gone:
            if (plugins_.comes_back(to.name)) return park(one, to.name, now);
            return refuse(
                one, errc::backend_gone,
                fmt::format("{}, which offers '{}', is just leaving", describe(to), one.name));
    }
}

/// Its texts come out of the ring, and what is attached does not go through any.
void call_router::refuse_bytes(call const& one, peer const& to) {
    const auto parts = wire::attached_payload::parse(one.args);
    if (!parts || !parts->is_json_attached())
        return refuse(one, errc::bad_arguments, no_bytes(to, one.name));
    refuse(one, errc::too_large,
           fmt::format("{} has no channel of its own: the arguments of '{}' must be smaller than "
                       "{} bytes",
                       describe(to), one.name, wire::attached_json_bytes));
}

// -- waiting for a plugin -------------------------------------------------------------------------

void call_router::park(call const& one, std::string_view waits_for, time_point now) {
    auto waiting = copy_of(one);
    waiting.give_up_at = now + parked_.limits().wait_max;
    waiting.waits_for = waits_for;
    if (parked_.try_park(std::move(waiting))) {
        plugins_.want(waits_for);
        ++counters_.parked;
        return;
    }
    refuse(one, errc::overloaded,
           fmt::format("plugin '{}' is starting and too many calls wait already: {} of at most {}, "
                       "or their arguments are above {} MiB together",
                       waits_for, parked_.size(), parked_.limits().calls_max,
                       parked_.limits().bytes_max >> 20));
}

void call_router::retry_parked(time_point now) {
    if (parked_.empty()) return;
    // Each finds a provider, a reason to be refused, or its old place in the queue.
    for (auto& waiting : parked_.take_if([](auto const&) { return true; })) {
        const auto one = call_of(waiting, ways_.route_of(waiting.name));
        const auto to = ways_.provider_of(one);
        if (const auto plugin = ways_.to_wait_for(one, to); !plugin.empty()) {
            waiting.waits_for = plugin;
            plugins_.want(plugin);
            parked_.try_park(std::move(waiting));  // It fits: it has just been taken out.
        } else if (is_denied(one, to, false, now)) {
            continue;
        } else if (to.who != nullptr) {
            forward(one, to, now);
        } else if (plugins_.is_gone(waiting.waits_for)) {
            refuse(one, errc::backend_gone,
                   fmt::format("plugin '{}', which '{}' waited for, does not run",
                               waiting.waits_for, waiting.name));
        } else {
            refuse(one, errc::no_such_method, ways_.dead_end(one.name));
        }
    }
}

/// A call of an idempotent method whose plugin has died, and comes back: as if it had only just
/// come.
bool call_router::try_again(pending_replies::debt const& owed, peer const& gone, time_point now) {
    auto copy = under_way_.take(owed.id);
    if (!copy || !plugins_.comes_back(gone.name)) return false;
    copy->resent = true;
    copy->waits_for = gone.name;
    copy->give_up_at = now + parked_.limits().wait_max;
    if (!parked_.try_park(std::move(*copy))) return false;
    ++counters_.resent;
    return true;
}

void call_router::keep_no_longer(peer const& source, request_id request) {
    auto const* owed = pending_.find(request, source);
    if (owed == nullptr) owed = pending_.find_asked(source, request);
    if (owed != nullptr) under_way_.forget(owed->id);
}

// -- the ends -------------------------------------------------------------------------------------

void call_router::on_result(peer& provider, wire::frame_view const& frame, time_point now) {
    const auto* owed = pending_.take(frame.header.request, provider);
    const bool binary = (frame.header.flags & wire::frame_flag::binary) != 0;
    if (owed == nullptr) {
        ++counters_.late_replies;
        return drop_blobs(provider, binary, frame.payload);
    }
    under_way_.forget(frame.header.request);
    witness_.on_settled(*owed, frame.payload.size(), now);
    witness_.on_result(*owed, {frame.payload, binary}, now);
    if (!binary) return home_.result(owed->to, owed->route, frame.payload);
    // A copy: what it points to does not outlive what follows.
    const auto to = owed->to;
    if (home_.binary_result(to, owed->route, provider, frame.payload)) return;
    drop_blobs(provider, binary, frame.payload);
}

void call_router::on_error(peer& provider, wire::frame_view const& frame, time_point now) {
    const auto* owed = pending_.take(frame.header.request, provider);
    if (owed == nullptr) return ++counters_.late_replies, void();
    under_way_.forget(frame.header.request);
    witness_.on_settled(*owed, frame.payload.size(), now);
    // Copied first: for a page it is escaped, and its sender may still write to it.
    const std::vector<std::byte> text{frame.payload.begin(), frame.payload.end()};
    const auto body = wire::parse_error_body(frame.header, text);
    const auto code = errc_from_wire(frame.header.code);
    witness_.on_error(*owed, code, {wire::as_bytes(body.message), false, body.data}, now);
    home_.pass_on_error(owed->to, owed->route, code, body.message, body.data);
}

void call_router::break_off(peer& caller, request_id request, errc code, std::string_view why) {
    if (const auto* owed = pending_.take_asked(caller, request)) {
        ++counters_.cancelled;
        under_way_.forget(owed->id);
        answers::take_back(*owed);
        return home_.error(owed->to, owed->route, code, why);
    }
    for (auto const& waiting : parked_.take_if([&](parked_call const& one) {
             return one.from.who == &caller && one.from.request == request;
         })) {
        ++counters_.cancelled;
        drop_blobs(caller, waiting.binary, waiting.args);
        home_.error(waiting.who_asks(), no_route, code, why);
    }
}

void call_router::on_forget(peer& host, generation page) {
    // Nobody is there to hear an answer.
    pending_.of_generation(host, page, [&](auto const& owed) {
        ++counters_.cancelled;
        under_way_.forget(owed.id);
        answers::take_back(owed);
    });
    const auto gone = parked_.take_if([&](parked_call const& one) {
        return one.from.who == &host && one.from.is_page && one.from.page == page;
    });
    counters_.cancelled += gone.size();
}

void call_router::on_gone(peer const& who, time_point now) {
    pending_.of_caller(who, [&](auto const& owed) {
        ++counters_.cancelled;
        under_way_.forget(owed.id);
        if (owed.from != &who) answers::take_back(owed);
    });
    parked_.take_if([&](parked_call const& one) { return one.from.who == &who; });
    pending_.orphans_of(who, [&](auto const& owed) {
        if (try_again(owed, who, now)) return;
        ++counters_.orphans;
        home_.error(owed.to, owed.route, errc::backend_gone,
                    fmt::format("{} ended before it answered '{}'", describe(who),
                                names_.text_of(owed.route)));
    });
}

void call_router::expire(time_point now) {
    pending_.expire(now, [&](auto const& owed) {
        ++counters_.timeouts;
        under_way_.forget(owed.id);
        answers::take_back(owed);
        witness_.on_time(owed, now);
        home_.error(owed.to, owed.route, errc::timeout,
                    fmt::format("'{}' of {} did not answer within {} ms",
                                names_.text_of(owed.route), describe(*owed.from), owed.budget_ms));
    });
    for (auto const& waiting : parked_.take_if(
             [&](parked_call const& one) { return one.deadline <= now || one.give_up_at <= now; }))
        give_up(waiting, now);
}

void call_router::give_up(parked_call const& waiting, time_point now) {
    drop_blobs(*waiting.from.who, waiting.binary, waiting.args);
    if (waiting.deadline <= now) {
        ++counters_.timeouts;
        home_.error(waiting.who_asks(), no_route, errc::timeout,
                    fmt::format("plugin '{}' did not start to take '{}' within {} ms",
                                waiting.waits_for, waiting.name, waiting.budget_ms));
    } else {
        home_.error(waiting.who_asks(), no_route, errc::backend_gone,
                    fmt::format("plugin '{}' did not get ready in time to take '{}'",
                                waiting.waits_for, waiting.name));
    }
}

time_point call_router::next_deadline() const noexcept {
    return std::min(pending_.next_deadline(), parked_.next_deadline());
}

}  // namespace fairlead::broker::routing
