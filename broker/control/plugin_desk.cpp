// SPDX-License-Identifier: MIT
//
// plugin_desk — who asked for what, until the plugin is there.
#include "broker/control/plugin_desk.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <boost/json.hpp>
#include <fmt/core.h>

#include <unistd.h>

#include <algorithm>
#include <cmath>

namespace fairlead::broker::control {

namespace json = boost::json;
using supervision::plugin_state;
using supervision::plugin_status;

namespace {

constexpr std::size_t open_max = 256;

json::array texts(std::vector<std::string> const& all) {
    json::array array;
    for (auto const& one : all) array.emplace_back(one);
    return array;
}

/// `[]`, `["name"]`: nothing when it is neither.
std::optional<std::string> name_in(std::string_view args) {
    boost::system::error_code failed;
    const auto value = json::parse({args.data(), args.size()}, failed);
    if (failed || !value.is_array() || value.get_array().size() > 1) return std::nullopt;
    if (value.get_array().empty()) return std::string{};
    auto const* name = value.get_array().front().if_string();
    return name != nullptr ? std::optional{std::string{name->data(), name->size()}} : std::nullopt;
}

}  // namespace

std::string to_json(plugin_status const& plugin, routing::time_point now) {
    const std::chrono::duration<double> uptime = now - plugin.started_at;
    json::object all{
        {"name", plugin.name},
        {"state", json::string_view{to_text(plugin.state)}},
        {"reason", plugin.reason},
        {"pid", plugin.pid},
        {"restarts", plugin.restarts},
        {"uptimeSeconds", plugin.pid != 0 ? std::floor(uptime.count() * 10) / 10 : 0.0},
        {"lazy", plugin.asleep},
        {"reloading", plugin.reloading},
        {"requires", texts(plugin.needs)},
        {"inForce", texts(plugin.in_force)}};
    if (!plugin.last_crash.empty()) all["lastCrash"] = json::parse(plugin.last_crash);
    return json::serialize(all);
}

plugin_desk::plugin_desk(routing::dispatcher& dispatcher, supervision::supervisor& supervisor)
    : dispatcher_{dispatcher}, supervisor_{supervisor}, self_{.sink = *this,
                                                              .role = wire::peer_role::plugin,
                                                              .name = "fairlead",
                                                              .pid = ::getpid(),
                                                              .ready = true} {
    const auto offer = [&](std::string_view name, goal what) {
        dispatcher_.offer_own(self_, name, static_cast<std::uint32_t>(what));
    };
    offer("fairlead.plugin.status", goal::status);
    offer("fairlead.plugin.start", goal::start);
    offer("fairlead.plugin.stop", goal::stop);
    offer("fairlead.plugin.restart", goal::restart);
    offer("fairlead.plugin.reload", goal::reload);
}

routing::push_result plugin_desk::try_push(wire::frame_header const& header, pieces payload) {
    if (header.kind == wire::frame_kind::cancel)
        std::erase_if(open_, [&](wish const& one) { return one.request == header.request; });
    if (header.kind != wire::frame_kind::call) return routing::push_result::accepted;
    std::string args;
    for (auto piece : payload) args.append(wire::as_text(piece));
    on_call({header.request, {}, static_cast<goal>(raw(header.route))}, args);
    return routing::push_result::accepted;
}

void plugin_desk::on_call(wish one, std::string_view args) {
    const auto name = name_in(args);
    if (!name || (name->empty() && one.what != goal::status))
        return say(one.request, {true, "the name of a plugin is wanted"}, errc::bad_arguments);
    if (name->empty()) return say(one.request, {false, statuses()});
    auto* plugin = supervisor_.find(*name);
    if (plugin == nullptr)
        return say(one.request, {true, fmt::format("wails.json has no plugin '{}'", *name)},
                   errc::no_such_method);
    if (open_.size() >= open_max)
        return say(one.request,
                   {true, fmt::format("{} callers wait for plugins already, more are not allowed",
                                      open_.size())},
                   errc::overloaded);
    one.plugin = *name;
    begin(one, *plugin);
}

void plugin_desk::begin(wish const& one, supervision::supervised_plugin& plugin) {
    // Open before it begins: it may be over before that returns.
    open_.push_back(one);
    switch (one.what) {
        case goal::status: break;
        case goal::start: supervisor_.want(plugin); break;
        case goal::stop: plugin.stop(); break;
        case goal::restart: supervisor_.restart(plugin); break;
        case goal::reload:
            if (const auto no = plugin.reload(); !no.empty()) {
                open_.pop_back();
                return say(one.request, {true, no}, errc::denied);
            }
    }
    on_state(plugin.status());
}

std::optional<plugin_desk::answer> plugin_desk::outcome(goal what, plugin_status const& plugin) {
    const auto now = routing::clock::now();
    const answer done{false, to_json(plugin, now)};
    const answer failed{true,
                        fmt::format("plugin '{}' is {}{}{}", plugin.name, to_text(plugin.state),
                                    plugin.reason.empty() ? "" : ": ", plugin.reason)};
    const bool is_down =
        plugin.state == plugin_state::failed || plugin.state == plugin_state::stopped;
    switch (what) {
        case goal::status: return done;
        case goal::stop: return is_down ? std::optional{done} : std::nullopt;
        case goal::reload:
            if (plugin.reloading) return std::nullopt;
            if (!plugin.reload_problem.empty())
                return answer{true, fmt::format("'{}' was not replaced: {}", plugin.name,
                                                plugin.reload_problem)};
            [[fallthrough]];
        case goal::start:
        case goal::restart:
            if (plugin.state == plugin_state::ready) return done;
            return is_down ? std::optional{failed} : std::nullopt;
    }
    return std::nullopt;
}

void plugin_desk::on_state(plugin_status const& plugin) {
    for (std::size_t i = 0; i < open_.size();) {
        const auto what =
            open_[i].plugin == plugin.name ? outcome(open_[i].what, plugin) : std::nullopt;
        if (!what) {
            ++i;
            continue;
        }
        const auto request = open_[i].request;
        open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
        say(request, *what);
    }
}

std::string plugin_desk::statuses() const {
    const auto now = routing::clock::now();
    std::string all = "[";
    for (auto const& plugin : supervisor_.statuses()) {
        if (all.size() > 1) all += ',';
        all += to_json(plugin, now);
    }
    return all + ']';
}

void plugin_desk::say(request_id request, answer const& what, errc code) {
    wire::frame_view frame{};
    frame.header.kind = what.is_error ? wire::frame_kind::error : wire::frame_kind::result;
    frame.header.request = request;
    if (what.is_error) {
        frame.header.code = static_cast<std::uint16_t>(code);
        frame.header.aux = what.text.size();
    }
    frame.payload = wire::as_bytes(what.text);
    dispatcher_.on_frame(self_, frame, routing::clock::now());
}

}  // namespace fairlead::broker::control
