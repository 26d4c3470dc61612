// SPDX-License-Identifier: MIT
//
// call_router — the hot path is on_call → start → route → forward and on_result: integers, one
// copy.
#include "broker/routing/call_router.hpp"
#include "broker/routing/call_tracer.hpp"
#include "broker/routing/near_name.hpp"
#include "broker/routing/reserved_names.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <unordered_map>

namespace fairlead::broker::routing {

namespace {

constexpr std::string_view list_of_methods = "fairlead.methods";
constexpr std::string_view system_calls = ":wails:";

struct route_hash {
    std::size_t operator()(route_id one) const noexcept { return raw(one); }
};

std::uint32_t milliseconds_left(call const& one, time_point now) noexcept {
    if (one.deadline == never) return 0;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(one.deadline - now);
    return static_cast<std::uint32_t>(std::clamp<long long>(left.count(), 1, one.budget_ms));
}

}  // namespace

void call_router::on_call(peer& caller, wire::frame_view const& frame, time_point now) {
    call one;
    one.from.who = &caller;
    one.from.request = frame.header.request;
    one.from.takes_binary = (frame.header.flags & wire::frame_flag::takes_binary) != 0;
    one.from.takes_progress = (frame.header.flags & wire::frame_flag::takes_progress) != 0;
    one.from.takes_items = (frame.header.flags & wire::frame_flag::takes_items) != 0;
    one.from.times_itself = (frame.header.flags & wire::frame_flag::traced) != 0;
    one.binary = (frame.header.flags & wire::frame_flag::binary) != 0;
    one.budget_ms = frame.header.deadline_ms;
    if (one.budget_ms != 0) one.deadline = now + std::chrono::milliseconds{one.budget_ms};
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
    call one{.from = from, .route = route_of(name), .name = name, .args = args, .context = context};
    start(one, now);
}

route_id call_router::route_of(std::string_view name) const {
    const auto route = names_.find(name);
    // Until all are there, another method may have that number.
    if (route != no_route || !is_method_number(name) || !plugins_.worth_waiting_for({}).empty())
        return route;
    return numbers_.find(name);
}

void call_router::begin_trace(call& one) const {
    auto& from = *one.from.who;
    // Copied by whoever keeps the call: the next one may be of another trace.
    if (from.context_for != no_request && from.context_for == frame_number(one.from)) {
        from.context_for = no_request;
        one.context = &from.context;
    }
    if (tap_.tracer != nullptr)
        one.from.trace = tap_.tracer->on_call(one.from, one.name, one.context);
}

void call_router::start(call& one, time_point now) {
    ++counters_.calls;
    if (tap_.tracer != nullptr || one.from.who->context_for != no_request) [[unlikely]]
        begin_trace(one);
    if (one.from.who->row != nullptr) one.from.who->row->calls.add();
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

std::string_view call_router::to_wait_for(call const& one, provider const& to) const {
    // A page asks for the list of methods once, when it is loaded: it waits until it is whole.
    if (one.name == list_of_methods) return plugins_.worth_waiting_for({});
    if (to.who == nullptr) {
        auto const& last = routes_.last_holder(one.route);
        return plugins_.worth_waiting_for(last.empty() ? plugins_.promised_by(one.name) : last);
    }
    return takes_calls(*to.who) ? std::string_view{} : to.who->name;
}

void call_router::route(call const& one, time_point now) {
    const auto to = routes_.find(one.route, *one.from.who);
    const auto plugin = to_wait_for(one, to);
    if (is_denied(one, to, !plugin.empty(), now)) return;
    if (!plugin.empty()) return park(one, plugin, now);
    if (to.who != nullptr) return forward(one, to, now);
    refuse_unknown(one);
}

std::string_view call_router::plugin_of(call const& one, provider const& to) const {
    if (to.who != nullptr)
        return to.who->role == wire::peer_role::plugin ? to.who->name : std::string_view{};
    auto const& last = routes_.last_holder(one.route);
    return last.empty() ? plugins_.promised_by(one.name) : std::string_view{last};
}

bool call_router::is_denied(call const& one, provider const& to, bool waits, time_point now) {
    auto& from = *one.from.who;
    // What a host asks for itself is not its page's.
    const bool is_own = from.role == wire::peer_role::host && !one.from.is_page;
    if (from.permits == nullptr || is_own) return false;
    const bool is_known = one.route != no_route;
    if (!is_known && is_method_number(one.name)) return false;  // It leads nowhere, or not yet.
    const policy::question asked{
        policy::action::call, is_known ? names_.name_of(one.route) : one.name, plugin_of(one, to)};
    if (waits && asked.plugin.empty() && from.permits->looks_at_plugins()) return false;
    if (gate_.permits(*from.permits, one.route, asked)) return false;
    ++counters_.denied;
    refuse(one, errc::denied, gate_.deny(*from.permits, describe(from), asked, now));
    return true;
}

void call_router::forward(call const& one, provider const& to, time_point now) {
    if (one.binary && to.who->by_messages) return refuse_bytes(one, *to.who);
    wire::frame_header header;
    header.kind = wire::frame_kind::call;
    header.route = static_cast<route_id>(to.handler);
    header.deadline_ms = milliseconds_left(one, now);
    header.aux = caller_number(one.from);
    auto* counted = traffic_.method(one.route, one.name);
    if (counted != nullptr) count(*counted, one, to);
    header.request =
        pending_.add(one.from, *to.who, one.route, one.budget_ms, one.deadline, counted, now);
    if (one.context != nullptr) [[unlikely]]
        announce_context(one, header.request, *to.who);
    if (one.from.trace != 0 && tap_.tracer != nullptr) [[unlikely]]
        if (tap_.tracer->on_forward(one.from.trace, *to.who, header.request))
            header.flags |= wire::frame_flag::traced;
    const auto outcome = hand_over(header, one, *to.who);
    if (outcome == push_result::accepted) {
        if (tap_.ear != nullptr) [[unlikely]]
            tap_.ear->on_call(one.from, *to.who, one.name, {one.args, one.binary});
        // Once more and not again: a call may be what its plugins die of.
        if (to.idempotent && !one.resent && !one.binary)
            under_way_.keep(header.request, copy_of(one));
        return;
    }

    if (pending_.take(header.request, *to.who) == nullptr) return;
    switch (outcome) {
        case push_result::accepted: return;
        case push_result::full:
            return refuse(one, errc::overloaded,
                          fmt::format("{} is too busy to take '{}': {}", describe(*to.who),
                                      one.name, to.who->sink.backlog()));
        case push_result::too_large:
            return refuse(one, errc::too_large, "the arguments are too large to be sent on");
        case push_result::gone:
            if (plugins_.comes_back(to.who->name)) return park(one, to.who->name, now);
            return refuse(
                one, errc::backend_gone,
                fmt::format("{}, which offers '{}', is just leaving", describe(*to.who), one.name));
    }
}

/// Ahead of its call. Should there be no room for it, there will be none for the call.
void call_router::announce_context(call const& one, request_id request, peer& to) {
    if (to.by_messages) return;
    wire::frame_header header;
    header.kind = wire::frame_kind::context;
    header.request = request;
    const auto payload = one.context->to_payload();
    to.sink.try_push(header, {payload});
}

void call_router::count(meter::method_row& method, call const& one, provider const& to) {
    method.calls.add();
    method.bytes_in.add(one.args.size());
    if (one.binary) [[unlikely]]
        if (const auto parts = wire::attached_payload::parse(one.args))
            method.bytes_in.add(bytes_of(parts->table()));
    traffic_.owned_by(method, to.who->row);
}

namespace {

void count_answer(pending_replies::debt const& owed, std::size_t bytes, time_point now) noexcept {
    if (owed.counted == nullptr) return;
    const auto took = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(now - owed.since).count());
    owed.counted->latency[meter::bucket_of(took)].add();
    owed.counted->answer_ns.add(took);
    owed.counted->bytes_out.add(bytes);
}

}  // namespace

void call_router::on_answered(pending_replies::debt const& owed, std::size_t bytes,
                              time_point now) {
    count_answer(owed, bytes, now);
    if (now - owed.since >= slow_.limit()) [[unlikely]]
        slow_.on_call(owed, name_of(owed.route), now);
    if (owed.to.trace != 0 && tap_.tracer != nullptr) [[unlikely]]
        tap_.tracer->on_answer(owed.to.trace);
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

push_result call_router::hand_over(wire::frame_header& header, call const& one, peer& to) {
    if (one.from.takes_binary) header.flags |= wire::frame_flag::takes_binary;
    if (one.from.takes_progress) header.flags |= wire::frame_flag::takes_progress;
    if (one.from.takes_items) header.flags |= wire::frame_flag::takes_items;
    if (!one.binary) return to.sink.try_push(header, {one.args});

    auto parts = wire::attached_payload::parse(one.args);
    // The owner of what was not pushed hears of it in refuse().
    switch (parts ? push_attached(blobs_, *one.from.who, to, header, *parts)
                  : attached_push::broken) {
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

parked_call call_router::copy_of(call const& one) const {
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
        const auto route = route_of(waiting.name);
        const auto to = routes_.find(route, *waiting.from.who);
        const call one{.from = waiting.who_asks(),
                       .route = route,
                       .name = waiting.name,
                       .args = waiting.args,
                       .binary = waiting.binary,
                       .resent = waiting.resent,
                       .context = waiting.context ? &*waiting.context : nullptr,
                       .budget_ms = waiting.budget_ms,
                       .deadline = waiting.deadline};
        if (const auto plugin = to_wait_for(one, to); !plugin.empty()) {
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
            refuse_unknown(one);
        }
    }
}

void call_router::on_result(peer& provider, wire::frame_view const& frame, time_point now) {
    const auto* owed = pending_.take(frame.header.request, provider);
    const bool binary = (frame.header.flags & wire::frame_flag::binary) != 0;
    if (owed == nullptr) {
        ++counters_.late_replies;
        return drop_blobs(provider, binary, frame.payload);
    }
    under_way_.forget(frame.header.request);
    on_answered(*owed, frame.payload.size(), now);
    if (tap_.ear != nullptr) [[unlikely]]
        tap_.ear->on_answer(*owed, false, {}, {frame.payload, binary});
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
    on_answered(*owed, frame.payload.size(), now);
    // Copied first: for a page it is escaped, and its sender may still write to it.
    const std::vector<std::byte> text{frame.payload.begin(), frame.payload.end()};
    const auto body = wire::parse_error_body(frame.header, text);
    const auto code = errc_from_wire(frame.header.code);
    if (tap_.ear != nullptr) [[unlikely]]
        tap_.ear->on_answer(*owed, true, code, {wire::as_bytes(body.message), false, body.data});
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
        home_.error(
            owed.to, owed.route, errc::backend_gone,
            fmt::format("{} ended before it answered '{}'", describe(who), name_of(owed.route)));
    });
}

void call_router::expire(time_point now) {
    pending_.expire(now, [&](auto const& owed) {
        ++counters_.timeouts;
        under_way_.forget(owed.id);
        answers::take_back(owed);
        if (now - owed.since >= slow_.limit()) slow_.on_call(owed, name_of(owed.route), now);
        home_.error(owed.to, owed.route, errc::timeout,
                    fmt::format("'{}' of {} did not answer within {} ms", name_of(owed.route),
                                describe(*owed.from), owed.budget_ms));
    });
    for (auto const& waiting : parked_.take_if([&](parked_call const& one) {
             return one.deadline <= now || one.give_up_at <= now;
         })) {
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
}

std::vector<std::string> call_router::unanswered_by(peer const& provider, std::size_t most) const {
    std::vector<std::string> methods;
    pending_.for_each([&](auto const& owed) {
        if (owed.from == &provider && methods.size() < most) methods.push_back(name_of(owed.route));
    });
    return methods;
}

std::string call_router::most_called_by(peer const& caller) const {
    std::unordered_map<route_id, std::size_t, route_hash> counts;
    std::pair<route_id, std::size_t> most{no_route, 0};
    pending_.for_each([&](auto const& owed) {
        if (owed.to.who != &caller) return;
        if (const auto count = ++counts[owed.route]; count > most.second)
            most = {owed.route, count};
    });
    return most.second == 0 ? std::string{} : name_of(most.first);
}

time_point call_router::next_deadline() const noexcept {
    return std::min(pending_.next_deadline(), parked_.next_deadline());
}

void call_router::refuse(call const& one, errc code, std::string_view message) {
    drop_blobs(*one.from.who, one.binary, one.args);
    if (tap_.ear != nullptr) [[unlikely]]
        tap_.ear->on_refusal(one.from, one.route, one.name, code, message);
    home_.pass_on_error(one.from, one.route, code, message, {});
}

void call_router::refuse_unknown(call const& one) {
    if (is_method_number(one.name))
        return refuse(
            one, errc::no_such_method,
            fmt::format("no method has the number {}: an obfuscated front end and its back "
                        "ends are built together",
                        one.name.substr(1)));
    if (one.name.starts_with(system_calls))
        return refuse(one, errc::no_such_method,
                      fmt::format("unknown systemcall message: {}", one.name));
    auto text = fmt::format("nobody offers '{}'", one.name);
    if (const auto near = near_miss(one.name); !near.empty())
        text += fmt::format("; did you mean '{}'?", near);
    refuse(one, errc::no_such_method, text);
}

std::string call_router::near_miss(std::string_view name) const {
    constexpr std::size_t looked_at_max = 512;
    std::string best;
    // Of the last part: names have long beginnings in common.
    auto fewest = slips_forgiven(name.substr(name.rfind('.') + 1)) + 1;
    std::size_t looked_at = 0;
    routes_.for_each([&](route_id route, provider const&) {
        if (++looked_at > looked_at_max || fewest == 1) return;
        auto const& offered = names_.name_of(route);
        if (const auto slips = slips_between(name, offered, fewest - 1); slips < fewest) {
            fewest = slips;
            best = offered;
        }
    });
    return best;
}

std::string call_router::name_of(route_id route) const {
    return names_.knows(route) ? names_.name_of(route) : "?";
}

}  // namespace fairlead::broker::routing
