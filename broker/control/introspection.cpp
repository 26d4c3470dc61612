// SPDX-License-Identifier: MIT
//
// introspection — Boost.JSON writes it; nobody calls this a million times a second.
#include "broker/control/introspection.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <boost/json.hpp>

#include <unistd.h>

#include <cmath>

namespace fairlead::broker::control {

namespace json = boost::json;

namespace {

enum class own_method : std::uint32_t { list, methods };

json::object to_json(routing::peer const& peer) {
    json::object all{{"session", raw(peer.id)},
                     {"name", peer.name},
                     {"role", json::string_view{wire::to_text(peer.role)}},
                     {"pid", peer.pid},
                     {"methods", peer.use.used(routing::resource::offers)},
                     {"subscriptions", peer.use.used(routing::resource::subscriptions)},
                     {"callsInFlight", peer.use.used(routing::resource::calls)}};
    if (peer.role == wire::peer_role::page) {
        all["host"] = raw(peer.papers.host);
        all["page"] = raw(peer.papers.page);
        all["origin"] = peer.papers.origin;
    }
    return all;
}

json::object to_json(plugin_row const& plugin) {
    return {{"name", plugin.name},
            {"state", json::string_view{plugin.state}},
            {"pid", plugin.pid},
            {"restarts", plugin.restarts},
            {"uptimeSeconds", std::floor(plugin.uptime_seconds * 10) / 10}};
}

json::object to_json(telemetry::counters const& all) {
    return {{"calls", all.calls},
            {"results", all.results},
            {"errors", all.errors},
            {"timeouts", all.timeouts},
            {"orphans", all.orphans},
            {"overloads", all.overloads},
            {"denied", all.denied},
            {"cancelled", all.cancelled},
            {"lateReplies", all.late_replies},
            {"items", all.items},
            {"lateItems", all.late_items},
            {"parked", all.parked},
            {"resent", all.resent},
            {"events", all.events},
            {"eventsDelivered", all.events_delivered},
            {"eventsDropped", all.events_dropped},
            {"eventsReplaced", all.events_replaced},
            {"emittersPaused", all.emitters_paused},
            {"sessionsAdmitted", all.sessions_admitted},
            {"sessionsRefused", all.sessions_refused},
            {"sessionsCut", all.sessions_cut},
            {"faults", all.faults}};
}

}  // namespace

introspection::introspection(broker_view view)
    : view_{std::move(view)}, self_{.sink = *this,
                                    .role = wire::peer_role::plugin,
                                    .name = "fairlead",
                                    .pid = ::getpid(),
                                    .ready = true} {
    const auto offer = [&](std::string_view name, own_method method) {
        view_.dispatcher.offer_own(self_, name, static_cast<std::uint32_t>(method));
    };
    offer("fairlead.list", own_method::list);
    offer("fairlead.methods", own_method::methods);
}

routing::push_result introspection::try_push(wire::frame_header const& header, pieces) {
    if (header.kind != wire::frame_kind::call) return routing::push_result::accepted;
    const auto method = static_cast<own_method>(raw(header.route));
    const auto text = method == own_method::list ? list() : methods();
    wire::frame_view answer{};
    answer.header.kind = wire::frame_kind::result;
    answer.header.request = header.request;
    answer.payload = wire::as_bytes(text);
    view_.dispatcher.on_frame(self_, answer, routing::clock::now());
    return routing::push_result::accepted;
}

std::string introspection::list() const {
    const std::chrono::duration<double> uptime = routing::clock::now() - started_;
    json::array peers, plugins;
    view_.sessions.for_each([&](session::session& one) { peers.push_back(to_json(one.peer())); });
    for (auto const& plugin : view_.plugins()) plugins.push_back(to_json(plugin));
    return json::serialize(json::object{{"app", view_.app},
                                        {"pid", ::getpid()},
                                        {"uptimeSeconds", std::floor(uptime.count() * 10) / 10},
                                        {"peers", std::move(peers)},
                                        {"plugins", std::move(plugins)},
                                        {"counters", to_json(view_.counters)}});
}

std::string introspection::methods() const {
    json::array all;
    view_.dispatcher.routes().for_each([&](route_id route, routing::provider const& by) {
        all.push_back(json::object{{"name", view_.dispatcher.names().name_of(route)},
                                   {"peer", by.who->name}});
    });
    // What sleeps is offered as well: its first call starts it.
    auto const& names = view_.dispatcher.names();
    view_.dispatcher.plugins().for_each_promise([&](std::string_view method, std::string_view by) {
        const auto route = names.find(method);
        if (route != no_route && view_.dispatcher.routes().find(route, self_).who != nullptr)
            return;
        all.push_back(json::object{{"name", method}, {"peer", by}});
    });
    return json::serialize(all);
}

}  // namespace fairlead::broker::control
