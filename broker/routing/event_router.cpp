// SPDX-License-Identifier: MIT
//
// event_router — an event that its subscriber cannot take is dropped, counted and complained about;
// nobody waits for it.
#include "broker/routing/event_router.hpp"
#include "broker/routing/simple_answers.hpp"
#include "broker/telemetry/log.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <fmt/core.h>

namespace fairlead::broker::routing {

using wire::as_bytes;

namespace {

constexpr std::string_view every_topic = "*";

/// At most one line a second about the same peer. How many there were since the last one.
std::uint64_t complaints_to_tell(peer& about, time_point now) noexcept {
    ++about.complaints;
    if (now - about.complained_at < std::chrono::seconds{1}) return 0;
    about.complained_at = now;
    return std::exchange(about.complaints, 0);
}

}  // namespace

void event_router::on_event(peer& emitter, wire::frame_view const& frame, time_point now) {
    if ((frame.header.flags & wire::frame_flag::named) == 0) {
        if (!names_.knows(frame.header.route))
            return emitter.sink.cut(errc::protocol_error, "an event on a route never given out");
        auto const& name = names_.name_of(frame.header.route);
        if (name.starts_with(own_prefix)) return deny(emitter, frame, now);
        return deliver(&emitter, frame.header.route, name, frame.payload, now);
    }
    const auto named = wire::named_payload::parse(frame.payload);
    if (!named)
        return emitter.sink.cut(errc::protocol_error,
                                "an event's name: " + named.error().message());
    if (!emit(emitter, named->name(), named->rest(), now)) deny(emitter, frame, now);
}

bool event_router::emit(peer& emitter, std::string_view topic, std::span<const std::byte> data,
                        time_point now) {
    if (topic.starts_with(own_prefix)) return false;
    deliver(&emitter, names_.find(topic), topic, data, now);
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
    deliver(nullptr, names_.find(topic), topic, as_bytes(kept->second), now);
}

void event_router::deliver(peer const* emitter, route_id topic, std::string_view name,
                           std::span<const std::byte> data, time_point now) {
    ++counters_.events;
    const auto delivery = ++delivery_;
    for (auto* to : subscriptions_.to(topic)) {
        to->delivery = delivery;
        if (to != emitter) push_exact(*to, topic, data, now);
    }
    for (auto* to : subscriptions_.to_all())
        if (to != emitter && to->delivery != delivery) push_named(*to, name, data, now);
}

void event_router::push_exact(peer& to, route_id topic, std::span<const std::byte> data,
                              time_point now) {
    wire::frame_header header;
    header.kind = wire::frame_kind::event;
    header.route = topic;
    judge(to.sink.try_push(header, {data}), to, now);
}

void event_router::push_named(peer& to, std::string_view name, std::span<const std::byte> data,
                              time_point now) {
    wire::frame_header header;
    header.kind = wire::frame_kind::event;
    header.flags = wire::frame_flag::named;
    header.route = names_.find(name);
    const auto length = wire::encode_name_length(name);
    judge(to.sink.try_push(header, {length, as_bytes(name), data}), to, now);
}

void event_router::judge(push_result outcome, peer& to, time_point now) {
    if (outcome == push_result::accepted) return ++counters_.events_delivered, void();
    if (outcome == push_result::gone) return;
    ++counters_.events_dropped;
    if (const auto count = complaints_to_tell(to, now); count > 0)
        telemetry::log_warn("routing", "events dropped: {} does not read fast enough count={}: {}",
                            describe(to), count, to.sink.backlog());
}

void event_router::on_subscribe(peer& who, wire::frame_view const& frame, time_point now) {
    const auto named = wire::named_payload::parse(frame.payload);
    if (!named || (frame.header.flags & wire::frame_flag::named) == 0)
        return who.sink.cut(errc::protocol_error, "a subscription without a valid topic");
    const auto request = frame.header.request;
    if (who.subscriptions >= wire::subscriptions_max)
        return answer_error(who, request, errc::overloaded,
                            fmt::format("{} has {} subscriptions, more are not allowed",
                                        describe(who), who.subscriptions));
    const auto topic = intern_for(who, names_, named->name());
    if (topic == no_route)
        return answer_error(who, request, errc::overloaded, "the broker's table of names is full");
    const bool all = named->name() == every_topic;
    const bool is_new =
        all ? subscriptions_.subscribe_all(who) : subscriptions_.subscribe(topic, who);
    if (is_new) ++who.subscriptions;
    answer_done(who, request, topic);
    if (!is_new) return;
    for (auto const& [name, data] : kept_) {
        if (all) push_named(who, name, as_bytes(data), now);
        else if (name == named->name()) push_exact(who, topic, as_bytes(data), now);
    }
}

void event_router::on_unsubscribe(peer& who, wire::frame_view const& frame) {
    const auto named = wire::named_payload::parse(frame.payload);
    if (!named || (frame.header.flags & wire::frame_flag::named) == 0)
        return who.sink.cut(errc::protocol_error, "an unsubscription without a valid topic");
    const auto topic = names_.find(named->name());
    const bool was = named->name() == every_topic ? subscriptions_.unsubscribe_all(who)
                                                  : subscriptions_.unsubscribe(topic, who);
    if (was) --who.subscriptions;
    answer_done(who, frame.header.request, topic);
}

void event_router::on_gone(peer& who) {
    if (who.complaints > 0)
        telemetry::log_warn("routing", "{} left with complaints untold count={}", describe(who),
                            who.complaints);
    subscriptions_.drop(who);
}

}  // namespace fairlead::broker::routing
