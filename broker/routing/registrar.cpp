// SPDX-License-Identifier: MIT
//
// registrar — every refusal is a sentence for the developer of the plugin that gets it.
#include "broker/routing/registrar.hpp"
#include "broker/routing/reserved_names.hpp"
#include "broker/routing/simple_answers.hpp"
#include "broker/telemetry/log.hpp"

#include <fairlead/vocabulary/assert.hpp>
#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>
#include <fairlead/wire/offer_traits.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <optional>

namespace fairlead::broker::routing {
namespace {

struct refusal {
    errc code;
    std::string text;
};

std::optional<refusal> judge(peer const& who, std::string_view name, std::uint64_t handler) {
    if (who.role == wire::peer_role::tool)
        return refusal{errc::denied,
                       "a tool asks and listens: only plugins and hosts offer methods"};
    if (who.part == peer_part::retired)
        return refusal{errc::denied,
                       fmt::format("'{}': a new build has taken the place of this one", name)};
    const auto realm = realm_of(name);
    if (who.role == wire::peer_role::page && !is_for_pages_to_offer(name))
        return refusal{
            errc::denied,
            fmt::format("'{}': names that begin with ':' or 'fairlead.' are not for pages", name)};
    if (realm == name_realm::broker)
        return refusal{
            errc::denied,
            fmt::format("'{}': names that begin with 'fairlead.' are the broker's", name)};
    if ((realm == name_realm::window || realm == name_realm::back_end) &&
        who.role != wire::peer_role::host)
        return refusal{errc::denied, fmt::format("'{}' is for hosts to offer", name)};
    if (realm == name_realm::hook && who.role != wire::peer_role::plugin)
        return refusal{errc::denied, fmt::format("'{}' is for plugins to offer", name)};
    if (handler > std::numeric_limits<std::uint32_t>::max())
        return refusal{errc::bad_arguments,
                       fmt::format("'{}': handler index {} is too large", name, handler)};
    if (!who.use.has_room(resource::offers))
        return refusal{errc::overloaded,
                       fmt::format("{} offers {} methods, more are not allowed", describe(who),
                                   who.use.used(resource::offers))};
    return std::nullopt;
}

std::optional<refusal> judge_page(peer const& who, std::string_view name,
                                  std::string const& last_holder) {
    if (who.role != wire::peer_role::page || last_holder.empty()) return std::nullopt;
    return refusal{errc::denied,
                   fmt::format("'{}' belongs to plugin '{}', which is away", name, last_holder)};
}

}  // namespace

/// A host offers what belongs to its window; its page has a peer of its own for that.
bool registrar::may_offer(peer& who, std::string_view name) {
    return who.permits == nullptr || who.role == wire::peer_role::host ||
           gate_.permits(*who.permits, names_.find(name), {policy::action::offer, name});
}

void registrar::on_offer(peer& who, wire::frame_view const& frame, time_point now) {
    const auto named = wire::named_payload::parse(frame.payload);
    if (!named || (frame.header.flags & wire::frame_flag::named) == 0)
        return who.sink.cut(errc::protocol_error, "an offer without a valid name");
    const auto request = frame.header.request;
    const auto name = named->name();
    if (const auto no = judge(who, name, frame.header.aux))
        return answer_error(who, request, no->code, no->text);
    if (!may_offer(who, name)) {
        ++counters_.denied;
        return answer_error(
            who, request, errc::denied,
            gate_.deny(*who.permits, describe(who), {policy::action::offer, name}, now));
    }
    const auto route = intern_for(who, names_, name);
    if (route == no_route)
        return answer_error(who, request, errc::overloaded, why_no_name(who, names_));

    if (const auto no = judge_page(who, name, routes_.last_holder(route)))
        return answer_error(who, request, no->code, no->text);
    if (who.role != wire::peer_role::page) displace_page(route, who, name);
    else take_from_other_way(route, who);
    const auto how = is_one_per_host(name) ? sharing::one_per_host : sharing::one_provider;
    const bool idempotent = (frame.header.code & wire::offer_trait::idempotent) != 0;
    if (who.part == peer_part::understudy)
        return study(who, request,
                     {route, how, static_cast<std::uint32_t>(frame.header.aux), idempotent});
    const bool again = routes_.find(route, who).who == &who;
    if (auto const* holder = routes_.try_offer(
            route, how, {&who, static_cast<std::uint32_t>(frame.header.aux), idempotent}))
        return answer_error(who, request, errc::denied,
                            fmt::format("'{}' is offered by {} already", name, describe(*holder)));
    if (!again) who.use.take(resource::offers);
    answer_done(who, request, route);
}

/// A page that took a back end's name before it was there must not keep it.
void registrar::displace_page(route_id route, peer const& who, std::string_view name) {
    auto* holder = routes_.find(route, who).who;
    if (holder == nullptr || holder->role != wire::peer_role::page) return;
    routes_.withdraw(route, *holder);
    holder->use.give_back(resource::offers);
    telemetry::log_warn("routing", "'{}' of {} is offered by {} from now on", name,
                        describe(*holder), describe(who));
}

/// A document that goes another way, by messages or on a channel, has its names there at once.
void registrar::take_from_other_way(route_id route, peer const& who) {
    auto* holder = routes_.find(route, who).who;
    const bool is_same =
        holder != nullptr && holder != &who && holder->role == wire::peer_role::page &&
        holder->papers.host == who.papers.host && holder->papers.page == who.papers.page;
    if (!is_same) return;
    routes_.withdraw(route, *holder);
    holder->use.give_back(resource::offers);
}

void registrar::on_withdraw(peer& who, wire::frame_view const& frame) {
    const auto named = wire::named_payload::parse(frame.payload);
    if (!named || (frame.header.flags & wire::frame_flag::named) == 0)
        return who.sink.cut(errc::protocol_error, "a withdrawal without a valid name");
    const auto route = names_.find(named->name());
    const bool was_offered = who.part == peer_part::understudy ? take_from_study(who, route)
                                                               : routes_.withdraw(route, who);
    if (!was_offered)
        return answer_error(who, frame.header.request, errc::no_such_method,
                            fmt::format("{} does not offer '{}'", describe(who), named->name()));
    who.use.give_back(resource::offers);
    answer_done(who, frame.header.request, route);
}

void registrar::study(peer& who, request_id request, waiting_offer const& one) {
    auto const* holder = routes_.find(one.route, who).who;
    // Its predecessor's it may have; of others' names it is told now, like anybody.
    if (holder != nullptr && holder->name != who.name && one.how == sharing::one_provider)
        return answer_error(who, request, errc::denied,
                            fmt::format("'{}' is offered by {} already", names_.name_of(one.route),
                                        describe(*holder)));
    auto& offers = understudies_[&who];
    const auto again = std::ranges::find(offers, one.route, &waiting_offer::route);
    if (again == offers.end()) {
        offers.push_back(one);
        who.use.take(resource::offers);
    } else {
        *again = one;
    }
    answer_done(who, request, one.route);
}

bool registrar::take_from_study(peer& who, route_id route) {
    const auto found = understudies_.find(&who);
    return found != understudies_.end() &&
           std::erase_if(found->second, [&](auto const& one) { return one.route == route; }) != 0;
}

void registrar::take_over(peer* from, peer& to) {
    to.part = peer_part::acting;
    if (from != nullptr) {
        from->part = peer_part::retired;
        routes_.drop(*from);
        from->use.set(resource::offers, 0);
    }
    const auto offers = understudies_.extract(&to);
    if (offers.empty()) return;
    for (auto const& one : offers.mapped())
        if (routes_.try_offer(one.route, one.how, {&to, one.handler, one.idempotent}) != nullptr) {
            to.use.give_back(resource::offers);  // Somebody was quicker since.
            telemetry::log_warn("routing", "'{}' of {} is offered by another peer already",
                                names_.name_of(one.route), describe(to));
        }
}

void registrar::offer_own(peer& broker, std::string_view name, std::uint32_t handler) {
    FAIRLEAD_ASSERT(realm_of(name) == name_realm::broker);
    const auto route = names_.intern(name);
    FAIRLEAD_ASSERT(routes_.try_offer(route, sharing::one_provider, {&broker, handler}) == nullptr);
    broker.use.take(resource::offers);
}

}  // namespace fairlead::broker::routing
