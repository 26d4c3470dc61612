// SPDX-License-Identifier: MIT
//
// introspection — Boost.JSON writes it; nobody calls this a million times a second.
#include "broker/control/introspection.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <boost/json.hpp>

#include <unistd.h>

#include <cmath>
#include <optional>

namespace fairlead::broker::control {

namespace json = boost::json;

namespace {

enum class own_method : std::uint32_t { list, methods, introspect, limits };

/// `["name"]`
std::optional<std::string> name_in(std::string_view args) {
    boost::system::error_code failed;
    const auto value = json::parse({args.data(), args.size()}, failed);
    if (failed || !value.is_array() || value.get_array().size() != 1) return std::nullopt;
    auto const* name = value.get_array().front().if_string();
    return name != nullptr ? std::optional{std::string{name->data(), name->size()}} : std::nullopt;
}

json::object level(std::uint64_t used, std::uint64_t bound) {
    return {{"used", used}, {"bound", bound}};
}

bool is_called(routing::peer const& peer, std::string_view name) {
    return peer.name == name || std::to_string(raw(peer.id)) == name;
}

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
    json::object made;
    for (auto const& field : meter::total_fields)
        made.emplace(json::string_view{field.name}, (all.*field.at).get());
    return made;
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
    offer("fairlead.control.introspect", own_method::introspect);
    offer("fairlead.control.limits", own_method::limits);
}

routing::push_result introspection::try_push(wire::frame_header const& header, pieces payload) {
    if (header.kind != wire::frame_kind::call) return routing::push_result::accepted;
    switch (static_cast<own_method>(raw(header.route))) {
        case own_method::list: say(header.request, list()); break;
        case own_method::methods: say(header.request, methods()); break;
        case own_method::limits: say(header.request, limits()); break;
        case own_method::introspect: {
            std::string args;
            for (auto piece : payload) args.append(wire::as_text(piece));
            if (const auto name = name_in(args)) say(header.request, introspect(*name));
            else refuse(header.request, errc::bad_arguments, "the name of a peer is wanted");
        }
    }
    return routing::push_result::accepted;
}

void introspection::say(request_id request, std::string const& json) {
    wire::frame_view answer{};
    answer.header.kind = wire::frame_kind::result;
    answer.header.request = request;
    answer.payload = wire::as_bytes(json);
    view_.dispatcher.on_frame(self_, answer, routing::clock::now());
}

void introspection::refuse(request_id request, errc code, std::string const& why) {
    wire::frame_view answer{};
    answer.header.kind = wire::frame_kind::error;
    answer.header.request = request;
    answer.header.code = static_cast<std::uint16_t>(code);
    answer.header.aux = why.size();
    answer.payload = wire::as_bytes(why);
    view_.dispatcher.on_frame(self_, answer, routing::clock::now());
}

std::string introspection::list() const {
    const std::chrono::duration<double> uptime = routing::clock::now() - started_;
    json::array peers, plugins;
    view_.sessions.for_each([&](session::session& one) { peers.push_back(to_json(one.peer())); });
    for (auto const& plugin : view_.plugins()) plugins.push_back(to_json(plugin));
    return json::serialize(json::object{{"app", view_.app},
                                        {"appDir", view_.app_dir},
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

std::string introspection::introspect(std::string_view name) const {
    json::array all;
    auto const& names = view_.dispatcher.names();
    view_.sessions.for_each([&](session::session& one) {
        auto const& peer = one.peer();
        if (!is_called(peer, name)) return;
        json::array methods, topics;
        view_.dispatcher.routes().for_each([&](route_id route, routing::provider const& by) {
            if (by.who == &peer) methods.emplace_back(names.name_of(route));
        });
        for (auto const topic : view_.dispatcher.topics_of(peer))
            topics.emplace_back(topic == no_route ? "*" : names.name_of(topic));
        auto described = to_json(peer);
        described["methods"] = std::move(methods);
        described["topics"] = std::move(topics);
        all.push_back(std::move(described));
    });
    return json::serialize(all);
}

std::string introspection::limits() const {
    json::array peers;
    view_.sessions.for_each([&](session::session& one) {
        auto const& peer = one.peer();
        json::object row{{"session", raw(peer.id)},
                         {"name", peer.name},
                         {"role", json::string_view{wire::to_text(peer.role)}}};
        for (std::size_t i = 0; i < accounting::resources; ++i) {
            const auto what = static_cast<routing::resource>(i);
            row[accounting::to_text(what)] = level(peer.use.used(what), peer.use.bound(what));
        }
        peers.push_back(std::move(row));
    });
    auto const& parking = view_.dispatcher.calls().parking();
    return json::serialize(json::object{
        {"broker",
         {{"sessions", level(view_.sessions.size(), wire::sessions_max)},
          {"names", level(view_.dispatcher.names().size(), wire::names_max)},
          {"parkedCalls", level(view_.dispatcher.calls().parked(), parking.calls_max)}}},
        {"peers", std::move(peers)}});
}

}  // namespace fairlead::broker::control
