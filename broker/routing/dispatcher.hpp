// SPDX-License-Identifier: MIT
//
// dispatcher — a frame in, frames into sinks out. Pure decisions over tables: no socket, and time
// is an argument.
#pragma once

#include "broker/routing/answers.hpp"
#include "broker/routing/blob_ledger.hpp"
#include "broker/routing/call_router.hpp"
#include "broker/routing/call_tracer.hpp"
#include "broker/routing/event_router.hpp"
#include "broker/routing/launch_roster.hpp"
#include "broker/routing/name_table.hpp"
#include "broker/routing/page_gate.hpp"
#include "broker/routing/registrar.hpp"
#include "broker/routing/route_table.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>

namespace fairlead::broker::routing {

class dispatcher {
public:
    explicit dispatcher(telemetry::counters& counters, parking_limits parking = {},
                        delivery_rules delivery = {}, policy::gate gate = {},
                        meter::map* counted_in = nullptr);

    /// A session begins: before its first frame.
    void on_come(peer& who);

    void on_frame(peer& from, wire::frame_view const& frame, time_point now);

    /// The peer's session is about to end: nothing new goes to it, and what it offered is free.
    void on_leaving(peer& who);

    /// The peer's session has ended: all it owed and was owed is settled, nothing refers to it
    /// after.
    void on_gone(peer& who, time_point now);

    /// A peer has sent memory that its frames will name. False: it must not.
    bool on_blob(peer& owner, wire::blob_offer const& offer, unique_fd fd) {
        return blobs_.on_offer(owner, offer.blob, std::move(fd), offer.bytes);
    }

    /// A plugin that the broker starts: what may be hoped of it now.
    void on_plugin(std::string_view name, outlook now_is, time_point now);

    /// What a plugin that sleeps will offer.
    void on_promise(std::string_view name, std::vector<std::string> const& methods) {
        plugins_.promise(name, methods);
    }
    /// Plugins that slept and have calls waiting now.
    std::vector<std::string> take_wanted() noexcept { return plugins_.take_wanted(); }

    /// Deadlines that have passed; and when the next one will.
    void expire(time_point now) {
        calls_.expire(now);
        events_.expire(now);
    }
    time_point next_deadline() const noexcept {
        return std::min(calls_.next_deadline(), events_.next_deadline());
    }

    /// Nothing waits for that peer beside its ring any more.
    void on_caught_up(peer& who) { events_.on_caught_up(who); }

    /// Three quarters of one of its bounds are used: said in the log, and to who listens. `named`
    /// is the method or topic that it was about, if that is known.
    void tell_pressure(peer& who, time_point now, std::string_view named = {});

    void limit_pages(accounting::peer_limits const& limits) { pages_.limit_pages(limits); }

    /// The app's window is about to load its page.
    void await_page(time_point now) { events_.await_page(now); }

    /// The broker's own event, kept for later subscribers.
    void publish(std::string_view topic, std::string data_json, time_point now) {
        events_.publish(topic, std::move(data_json), now);
    }
    /// The broker's own method: calls go to that peer's sink like to anybody's.
    void offer_own(peer& broker, std::string_view name, std::uint32_t handler) {
        registrar_.offer_own(broker, name, handler);
    }

    /// A new build of a plugin is ready, and takes the place of the one before; see registrar. What
    /// waited for the one goes to the other, before anything that comes later.
    void take_over(peer* from, peer& to, time_point now) {
        registrar_.take_over(from, to);
        calls_.retry_parked(now);
    }

    /// Told when a peer has offered everything.
    void when_ready(std::function<void(peer&)> tell) { on_ready_ = std::move(tell); }

    /// Told when a peer has answered a ping of ours.
    void when_pong(std::function<void(peer const&)> tell) { on_pong_ = std::move(tell); }

    /// Told when a host says that a page is gone.
    void when_forgotten(std::function<void(peer const& host, generation page)> tell) {
        on_forgotten_ = std::move(tell);
    }

    /// What was done since, for a recording that may be wanted.
    void save_recording() { gate_.save_recording(); }

    telemetry::traffic& traffic() noexcept { return traffic_; }
    /// Null: nobody listens any more.
    void tap(wiretap* ear) noexcept { tap_.ear = ear; }
    /// Null: calls are not timed any more.
    void trace(call_tracer* by) noexcept { tap_.tracer = by; }

    /// Calls that take longer are said in the log.
    void log_slow_calls(std::chrono::milliseconds above) { calls_.log_slow_calls(above); }

    name_table const& names() const noexcept { return names_; }
    route_table const& routes() const noexcept { return routes_; }
    launch_roster const& plugins() const noexcept { return plugins_; }
    call_router const& calls() const noexcept { return calls_; }
    /// What that peer hears; no_route stands for every topic.
    std::vector<route_id> topics_of(peer const& who) const { return events_.topics_of(who); }

private:
    void handle(peer& from, wire::frame_view const& frame, time_point now);
    std::string culprit_of(peer const& who, resource what, std::string_view named) const;
    void on_ready(peer& who, time_point now);
    void on_forget(peer& from, wire::frame_view const& frame, time_point now);
    void on_log(peer& from, wire::frame_view const& frame, time_point now);
    void on_ping(peer& from, wire::frame_view const& frame);
    void on_timing(peer& from, wire::frame_view const& frame);
    static void on_context(peer& from, wire::frame_view const& frame);

    telemetry::traffic traffic_;
    tap_point tap_;
    policy::gate gate_;
    name_table names_;
    route_table routes_;
    launch_roster plugins_;
    blob_ledger blobs_;
    answers home_;
    call_router calls_;
    event_router events_;
    registrar registrar_;
    page_gate pages_;
    std::function<void(peer&)> on_ready_;
    std::function<void(peer const&)> on_pong_;
    std::function<void(peer const&, generation)> on_forgotten_;
};

}  // namespace fairlead::broker::routing
