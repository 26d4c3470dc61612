// SPDX-License-Identifier: MIT
//
// event_router — what becomes of an event that its subscriber cannot take at once is said by the
// topic's rule. Unless that rule is to block, nobody waits.
#include "broker/routing/event_router.hpp"
#include "broker/routing/simple_answers.hpp"
#include "broker/telemetry/log.hpp"

#include <fairlead/vocabulary/dev_names.hpp>
#include <fairlead/vocabulary/window_names.hpp>
#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>
#include <fairlead/wire/subscribe_traits.hpp>

#include <fmt/core.h>

namespace fairlead::broker::routing {

using wire::as_bytes;

namespace {

/// In a page it is a name like any other, as in Wails.
bool is_every_topic(peer const& who, std::string_view topic) noexcept {
    return topic == "*" && who.role != wire::peer_role::page;
}

/// At most one line a second about the same peer. How many there were since the last one.
std::uint64_t complaints_to_tell(peer& about, time_point now) noexcept {
    ++about.complaints;
    if (now - about.complained_at < std::chrono::seconds{1}) return 0;
    about.complained_at = now;
    return std::exchange(about.complaints, 0);
}

/// A page hears by itself or through its host.
bool speaks_for_page(peer const& who) noexcept {
    return who.role == wire::peer_role::page || who.role == wire::peer_role::host;
}

constexpr shm::overflow_terms terms_of(delivery how, route_id topic) noexcept {
    switch (how) {
        case delivery::drop_oldest: return {shm::worth::expendable, raw(topic)};
        case delivery::keep_latest: return {shm::worth::latest, raw(topic)};
        case delivery::block:
        case delivery::cut: break;
    }
    return {shm::worth::kept, raw(topic)};
}

/// Not asked in emit(): through that a host speaks for its pages.
bool is_forbidden(peer const& emitter, std::string_view topic) noexcept {
    const bool told_by_window =
        emitter.role == wire::peer_role::host && topic.starts_with(window_names::news);
    const bool told_by_developer =
        emitter.role == wire::peer_role::tool && topic.starts_with(dev_names::news);
    return topic.starts_with(event_router::own_prefix) && !told_by_window && !told_by_developer;
}

}  // namespace

void event_router::on_event(peer& emitter, wire::frame_view const& frame, time_point now) {
    if ((frame.header.flags & wire::frame_flag::named) == 0) {
        if (!names_.knows(frame.header.route))
            return emitter.sink.cut(errc::protocol_error, "an event on a route never given out");
        auto const& name = names_.name_of(frame.header.route);
        if (take_window_state(emitter, name, frame.payload, now)) return;
        if (is_forbidden(emitter, name)) return deny(emitter, frame, now);
        return take(emitter, frame, frame.header.route, name, frame.payload, now);
    }
    const auto named = wire::named_payload::parse(frame.payload);
    if (!named)
        return emitter.sink.cut(errc::protocol_error,
                                "an event's name: " + named.error().message());
    if (take_window_state(emitter, named->name(), named->rest(), now)) return;
    if (is_forbidden(emitter, named->name())) return deny(emitter, frame, now);
    take(emitter, frame, names_.find(named->name()), named->name(), named->rest(), now);
}

/// What a host emits by itself is news of its window, not its page's word.
void event_router::take(peer& emitter, wire::frame_view const& frame, route_id topic,
                        std::string_view name, std::span<const std::byte> data, time_point now) {
    if (emitter.role == wire::peer_role::host || may_emit(emitter, topic, name))
        return deliver(prepare(&emitter, topic, name, data, now));
    const auto why = denial_of(emitter, {policy::action::emit, name}, now);
    if (frame.header.request != no_request)
        answer_error(emitter, frame.header.request, errc::denied, why);
}

bool event_router::may_emit(peer& emitter, route_id topic, std::string_view name) {
    return emitter.permits == nullptr ||
           gate_.permits(*emitter.permits, topic, {policy::action::emit, name});
}

bool event_router::may_hear(peer& who, route_id topic, std::string_view name) {
    if (who.permits == nullptr) return name != policy::denied_topic || !speaks_for_page(who);
    return gate_.permits(*who.permits, topic, {policy::action::hear, name});
}

std::string event_router::denial_of(peer& who, policy::question const& asked, time_point now) {
    ++counters_.denied;
    if (who.permits == nullptr) return fmt::format("'{}' is not for pages", asked.name);
    return gate_.deny(*who.permits, describe(who), asked, now);
}

std::string event_router::emit(peer& emitter, std::string_view topic,
                               std::span<const std::byte> data, time_point now) {
    if (topic.starts_with(own_prefix)) return "topics under 'fairlead/' are the broker's own";
    const auto route = names_.find(topic);
    if (!may_emit(emitter, route, topic))
        return denial_of(emitter, {policy::action::emit, topic}, now);
    deliver(prepare(&emitter, route, topic, data, now));
    return {};
}

/// Not in emit(): through that a host speaks for its pages.
bool event_router::take_window_state(peer& emitter, std::string_view topic,
                                     std::span<const std::byte> data, time_point now) {
    constexpr std::size_t data_bytes_max = 4'096;
    if (topic != window_names::state || emitter.role != wire::peer_role::host ||
        data.size() > data_bytes_max)
        return false;
    window_ = &emitter;
    if (wire::as_text(data) == window_names::page_ready) early_.on_loaded(now);
    publish(topic, std::string{wire::as_text(data)}, now);
    return true;
}

void event_router::deny(peer& emitter, wire::frame_view const& frame, time_point now) {
    if (const auto count = complaints_to_tell(emitter, now); count > 0)
        telemetry::log_warn("routing", "{} may not emit under '{}' count={}", describe(emitter),
                            own_prefix, count);
    if (frame.header.request != no_request)
        answer_error(emitter, frame.header.request, errc::denied,
                     "topics under 'fairlead/' are the broker's own");
}

void event_router::publish(std::string_view topic, std::string data_json, time_point now) {
    const auto kept = kept_.insert_or_assign(std::string{topic}, std::move(data_json)).first;
    deliver(prepare(nullptr, names_.find(topic), topic, as_bytes(kept->second), now));
}

void event_router::announce(std::string_view topic, std::string_view data_json, time_point now) {
    deliver(prepare(nullptr, names_.find(topic), topic, as_bytes(data_json), now));
}

event_router::publication event_router::prepare(peer* emitter, route_id topic,
                                                std::string_view name,
                                                std::span<const std::byte> data, time_point now) {
    const auto how = rules_.of(topic, name);
    // Only who hears every topic hears one without a number; but the latest is found by number.
    if (how == delivery::keep_latest && topic == no_route && emitter != nullptr &&
        !subscriptions_.to_all().empty())
        topic = intern_for(*emitter, names_, name);
    return {emitter, topic, name, data, how, now, traffic_.topic(topic, name)};
}

void event_router::deliver(publication const& event) {
    ++counters_.events;
    if (event.counted != nullptr) {
        event.counted->calls.add();
        event.counted->bytes_in.add(event.data.size());
        if (event.emitter != nullptr && event.emitter->row != nullptr)
            event.emitter->row->events.add();
    }
    if (tap_.ear != nullptr) [[unlikely]]
        tap_.ear->on_event(event.emitter, event.name, event.data,
                           subscriptions_.to(event.topic).size() + subscriptions_.to_all().size());
    const auto number = ++delivery_;
    for (auto* to : subscriptions_.to(event.topic)) {
        to->delivery = number;
        if (to != event.emitter) push_exact(*to, event);
    }
    for (auto* to : subscriptions_.to_all())
        if (to != event.emitter && to->delivery != number && may_hear(*to, event.topic, event.name))
            push_named(*to, event);
    if (early_.is_open(event.now)) keep_for_page(event);
}

void event_router::keep_for_page(publication const& event) {
    // The broker's own are kept anyway, and a page does not hear itself.
    if (event.emitter == nullptr || speaks_for_page(*event.emitter)) return;
    for (auto const* to : subscriptions_.to(event.topic))
        if (speaks_for_page(*to)) return;
    for (auto const* to : subscriptions_.to_all())
        if (speaks_for_page(*to)) return;
    const bool was_whole = early_.lost() == 0;
    early_.keep(event.name, event.data);
    if (was_whole && early_.lost() != 0)
        telemetry::log_warn("routing",
                            "too many events before the page was ready: the oldest are lost");
}

void event_router::give_early(peer& page, route_id topic, std::string_view name, time_point now) {
    early_.give(name, now, [&](std::string_view data) {
        push_exact(page, prepare(nullptr, topic, name, as_bytes(data), now));
    });
}

void event_router::push_exact(peer& to, publication const& event) {
    wire::frame_header header;
    header.kind = wire::frame_kind::event;
    header.route = event.topic;
    judge(to.sink.push_event(header, {event.data}, terms_of(event.how, event.topic)), to, event);
}

void event_router::push_named(peer& to, publication const& event) {
    wire::frame_header header;
    header.kind = wire::frame_kind::event;
    header.flags = wire::frame_flag::named;
    header.route = event.topic;
    const auto length = wire::encode_name_length(event.name);
    judge(to.sink.push_event(header, {length, as_bytes(event.name), event.data},
                             terms_of(event.how, event.topic)),
          to, event);
}

void event_router::judge(event_outcome const& outcome, peer& to, publication const& event) {
    if (outcome.lost) on_lost(outcome.lost, to, event);
    switch (outcome.result) {
        case push_result::accepted:
            ++counters_.events_delivered;
            if (event.counted != nullptr) {
                event.counted->delivered.add();
                event.counted->bytes_out.add(event.data.size());
            }
            if (to.row != nullptr) to.row->delivered.add();
            // The broker itself is an emitter that never waits.
            if (outcome.waits && event.how == delivery::block && event.emitter != nullptr)
                paused_.pause(*event.emitter, to, event.name, event.now);
            return;
        case push_result::full:
        case push_result::too_large:
            on_lost({.dropped = 1, .last_key = raw(event.topic)}, to, event);
            if (outcome.result == push_result::full) on_refused(to, event);
            return;
        case push_result::gone: return;
    }
}

void event_router::on_refused(peer& to, publication const& event) {
    // Whoever subscribed to such a topic relies on getting everything: better gone than wrong.
    if (event.how == delivery::cut || event.how == delivery::block)
        to.sink.cut(errc::overloaded, fmt::format("it does not take events of '{}': {}", event.name,
                                                  to.sink.backlog()));
}

void event_router::on_lost(shm::overflow_losses const& lost, peer& to, publication const& event) {
    counters_.events_dropped += lost.dropped;
    counters_.events_replaced += lost.replaced;
    if (to.row != nullptr) to.row->drops.add(lost.dropped + lost.replaced);
    if (event.counted != nullptr) event.counted->drops.add(lost.dropped + lost.replaced);
    const auto untold = to.lost_events.add(lost, event.now);
    if (!untold) return;
    const auto topic = static_cast<route_id>(untold->last_key);
    telemetry::log_warn("routing",
                        "{} does not read fast enough: {} dropped={} replaced={} topic={}",
                        describe(to), to.sink.backlog(), untold->dropped, untold->replaced,
                        names_.knows(topic) ? names_.name_of(topic) : event.name);
}

void event_router::on_subscribe(peer& who, wire::frame_view const& frame, time_point now) {
    const auto named = wire::named_payload::parse(frame.payload);
    if (!named || (frame.header.flags & wire::frame_flag::named) == 0)
        return who.sink.cut(errc::protocol_error, "a subscription without a valid topic");
    const auto request = frame.header.request;
    if (!who.use.has_room(resource::subscriptions))
        return answer_error(who, request, errc::overloaded,
                            fmt::format("{} has {} subscriptions, more are not allowed",
                                        describe(who), who.use.used(resource::subscriptions)));
    // Who hears every topic hears those that it may.
    const bool all = is_every_topic(who, named->name());
    if (!all && !may_hear(who, names_.find(named->name()), named->name()))
        return answer_error(who, request, errc::denied,
                            denial_of(who, {policy::action::hear, named->name()}, now));
    const auto topic = intern_for(who, names_, named->name());
    if (topic == no_route)
        return answer_error(who, request, errc::overloaded, why_no_name(who, names_));
    const bool is_new =
        all ? subscriptions_.subscribe_all(who) : subscriptions_.subscribe(topic, who);
    if (is_new) who.use.take(resource::subscriptions);
    const bool was_heard = !all &&
                           (frame.header.code & wire::subscribe_trait::in_place_of_host) != 0 &&
                           end_at_host(who, topic);
    answer_done(who, request, topic);
    if (!is_new || was_heard) return;
    for (auto const& [name, data] : kept_) {
        if (!all && name != named->name()) continue;
        const auto event = prepare(nullptr, names_.find(name), name, as_bytes(data), now);
        if (all && !may_hear(who, event.topic, name)) continue;
        all ? push_named(who, event) : push_exact(who, event);
    }
    if (!all && speaks_for_page(who)) give_early(who, topic, named->name(), now);
}

/// False: its host did not hear it.
bool event_router::end_at_host(peer const& page, route_id topic) {
    if (page.role != wire::peer_role::page) return false;
    for (auto* to : subscriptions_.to(topic)) {
        if (to->id != page.papers.host) continue;
        subscriptions_.unsubscribe(topic, *to);
        to->use.give_back(resource::subscriptions);
        return true;
    }
    return false;
}

void event_router::on_unsubscribe(peer& who, wire::frame_view const& frame) {
    const auto named = wire::named_payload::parse(frame.payload);
    if (!named || (frame.header.flags & wire::frame_flag::named) == 0)
        return who.sink.cut(errc::protocol_error, "an unsubscription without a valid topic");
    const auto topic = names_.find(named->name());
    const bool was = is_every_topic(who, named->name()) ? subscriptions_.unsubscribe_all(who)
                                                        : subscriptions_.unsubscribe(topic, who);
    if (was) who.use.give_back(resource::subscriptions);
    answer_done(who, frame.header.request, topic);
}

void event_router::on_gone(peer& who, time_point now) {
    if (const auto untold = who.lost_events.take())
        telemetry::log_warn("routing", "{} left, having lost dropped={} replaced={}", describe(who),
                            untold.dropped, untold.replaced);
    if (who.complaints > 0)
        telemetry::log_warn("routing", "{} left with complaints untold count={}", describe(who),
                            who.complaints);
    subscriptions_.drop(who);
    paused_.on_gone(who);
    if (window_ != &who) return;
    window_ = nullptr;
    publish(window_names::state, std::string{window_names::window_closed}, now);
}

}  // namespace fairlead::broker::routing
