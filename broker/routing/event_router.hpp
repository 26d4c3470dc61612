// SPDX-License-Identifier: MIT
//
// event_router — an event to everybody who subscribed, except its emitter; in the order published.
// Topics under `fairlead/` are the broker's own: their last value is kept for later subscribers.
// One of them, the state of the app's window, is said by its host.
#pragma once

#include "broker/routing/delivery_rules.hpp"
#include "broker/routing/early_events.hpp"
#include "broker/routing/name_table.hpp"
#include "broker/routing/paused_emitters.hpp"
#include "broker/routing/subscription_table.hpp"
#include "broker/routing/wiretap.hpp"
#include "broker/telemetry/counters.hpp"
#include "broker/telemetry/traffic.hpp"

#include <fairlead/vocabulary/result.hpp>

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace fairlead::broker::routing {

class event_router {
public:
    static constexpr std::string_view own_prefix = "fairlead/";

    event_router(name_table& names, telemetry::counters& counters, telemetry::traffic& traffic,
                 tap_point const& tap, policy::gate& gate, delivery_rules rules)
        : names_{names}, counters_{counters}, traffic_{traffic}, tap_{tap}, gate_{gate},
          rules_{std::move(rules)}, paused_{counters} {}

    void on_event(peer& emitter, wire::frame_view const& frame, time_point now);

    /// From a page of that peer. Why it is not published; empty: it is.
    std::string emit(peer& emitter, std::string_view topic, std::span<const std::byte> data,
                     time_point now);

    void on_subscribe(peer& who, wire::frame_view const& frame, time_point now);
    void on_unsubscribe(peer& who, wire::frame_view const& frame);
    void on_gone(peer& who, time_point now);
    void on_caught_up(peer& who) { paused_.on_caught_up(who); }

    std::vector<route_id> topics_of(peer const& who) const { return subscriptions_.of(who); }

    void expire(time_point now) { paused_.expire(now); }
    time_point next_deadline() const noexcept { return paused_.next_deadline(); }

    /// A page is awaited: what it does not hear yet is kept for it.
    void await_page(time_point now) { early_.open(now); }

    /// By the broker itself, and kept. `data_json` is an array.
    void publish(std::string_view topic, std::string data_json, time_point now);

    /// The broker's own event, for those who listen now.
    void announce(std::string_view topic, std::string_view data_json, time_point now);

private:
    /// One event on its way.
    struct publication {
        peer* emitter;  // Null: the broker.
        route_id topic;
        std::string_view name;
        std::span<const std::byte> data;
        delivery how;
        time_point now;
        meter::row* counted;  // Null: nowhere.
    };
    publication prepare(peer* emitter, route_id topic, std::string_view name,
                        std::span<const std::byte> data, time_point now);
    void deliver(publication const& event);
    bool end_at_host(peer const& page, route_id topic);
    void keep_for_page(publication const& event);
    void give_early(peer& page, route_id topic, std::string_view name, time_point now);
    void push_exact(peer& to, publication const& event);
    void push_named(peer& to, publication const& event);
    void judge(event_outcome const& outcome, peer& to, publication const& event);
    void on_refused(peer& to, publication const& event);
    void on_lost(shm::overflow_losses const& lost, peer& to, publication const& event);
    bool take_window_state(peer& emitter, std::string_view topic, std::span<const std::byte> data,
                           time_point now);
    void deny(peer& emitter, wire::frame_view const& frame, time_point now);
    bool may_emit(peer& emitter, route_id topic, std::string_view name);
    bool may_hear(peer& who, route_id topic, std::string_view name);
    std::string denial_of(peer& who, policy::question const& asked, time_point now);
    void take(peer& emitter, wire::frame_view const& frame, route_id topic, std::string_view name,
              std::span<const std::byte> data, time_point now);

    name_table& names_;
    telemetry::counters& counters_;
    telemetry::traffic& traffic_;
    tap_point const& tap_;
    policy::gate& gate_;
    delivery_rules rules_;
    paused_emitters paused_;
    subscription_table subscriptions_;
    early_events early_;
    std::map<std::string, std::string, std::less<>> kept_;  // The broker's topics → last data.
    peer const* window_ = nullptr;                          // Whose state was told last.
    std::uint64_t delivery_ = 0;
};

}  // namespace fairlead::broker::routing
