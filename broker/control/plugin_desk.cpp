// SPDX-License-Identifier: MIT
//
// plugin_desk — who asked for what, until the plugin is there.
#include "broker/control/plugin_desk.hpp"

#include <fairlead/vocabulary/json_string.hpp>
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

struct asked {
    std::string name;
    std::optional<std::uint64_t> from{};
};

/// `[]`, `["name"]`, `["name",7]`: nothing when it is none of them.
std::optional<asked> asked_in(std::string_view args) {
    boost::system::error_code failed;
    const auto value = json::parse({args.data(), args.size()}, failed);
    if (failed || !value.is_array() || value.get_array().size() > 2) return std::nullopt;
    auto const& all = value.get_array();
    if (all.empty()) return asked{};
    auto const* name = all[0].if_string();
    if (name == nullptr) return std::nullopt;
    asked one{{name->data(), name->size()}};
    if (all.size() == 1) return one;
    one.from = all[1].to_number<std::uint64_t>(failed);
    return failed ? std::nullopt : std::optional{one};
}

/// {"next","lost","lines":[{"pid","text"}]}
std::string lines_of(supervision::plugin_history const& history, std::uint64_t from) {
    const auto first = std::max(from, history.first());
    auto text = fmt::format(R"({{"next":{},"lost":{},"lines":[)", history.next(), first - from);
    for (auto number = first; number < history.next(); ++number) {
        auto const& line = history.at(number);
        text += fmt::format(R"({}{{"pid":{},"text":)", number == first ? "" : ",", line.pid);
        append_json_string(text, line.text);
        text += '}';
    }
    return text + "]}";
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
        {"throttled", plugin.throttled},
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
    offer("fairlead.plugin.log", goal::log);
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
    const auto wanted = asked_in(args);
    if (!wanted || (wanted->name.empty() && one.what != goal::status))
        return say(one.request, {true, "the name of a plugin is wanted"}, errc::bad_arguments);
    if (wanted->name.empty()) return say(one.request, {false, statuses()});
    auto* plugin = supervisor_.find(wanted->name);
    if (plugin == nullptr)
        return say(one.request, {true, fmt::format("wails.json has no plugin '{}'", wanted->name)},
                   errc::no_such_method);
    if (open_.size() >= open_max)
        return say(one.request,
                   {true, fmt::format("{} callers wait for plugins already, more are not allowed",
                                      open_.size())},
                   errc::overloaded);
    one.plugin = wanted->name;
    one.from = wanted->from.value_or(0);
    if (one.what == goal::log && !wanted->from)
        return say(one.request, {false, lines_of(plugin->history(), plugin->history().first())});
    begin(one, *plugin);
}

void plugin_desk::begin(wish const& one, supervision::supervised_plugin& plugin) {
    // Open before it begins: it may be over before that returns.
    open_.push_back(one);
    switch (one.what) {
        case goal::status: break;
        case goal::log: return on_line(one.plugin);
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
        case goal::log: return std::nullopt;
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

template <class Judge>
void plugin_desk::settle(std::string_view plugin, Judge&& judge) {
    for (std::size_t i = 0; i < open_.size();) {
        const auto what =
            open_[i].plugin == plugin ? judge(open_[i]) : std::optional<answer>{std::nullopt};
        if (!what) {
            ++i;
            continue;
        }
        const auto request = open_[i].request;
        open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
        say(request, *what);
    }
}

void plugin_desk::on_state(plugin_status const& plugin) {
    settle(plugin.name, [&](wish const& one) { return outcome(one.what, plugin); });
}

void plugin_desk::on_line(std::string_view plugin) {
    if (open_.empty()) return;
    auto const* one = supervisor_.find(plugin);
    if (one == nullptr) return;
    settle(plugin, [&](wish const& waits) -> std::optional<answer> {
        if (waits.what != goal::log || waits.from >= one->history().next()) return std::nullopt;
        return answer{false, lines_of(one->history(), waits.from)};
    });
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
