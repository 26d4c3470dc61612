// SPDX-License-Identifier: MIT
//
// plugin_entry — key by key; then whether they fit together.
#include "broker/config/plugin_entry.hpp"
#include "broker/config/peer_limits.hpp"
#include "broker/config/plugin_order.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <algorithm>

namespace fairlead::broker::config {

namespace dom = simdjson::dom;

namespace {

bool is_variable(std::string_view name) {
    return !name.empty() && name.find('=') == name.npos && name.find('\0') == name.npos;
}

void read_env(dom::element value, json_place const& where, plugin_config& plugin) {
    for (auto const& [key, entry] : object_of(value, where)) {
        const std::string name{key};
        if (!is_variable(name))
            where.complain("'" + name + "' is no name for an environment variable");
        plugin.env.emplace_back(name, text_of(entry, where / name));
    }
}

restart_when when_of(dom::element value, json_place const& where) {
    const auto word = text_of(value, where);
    if (word == "always") return restart_when::always;
    if (word == "on-failure") return restart_when::on_failure;
    if (word == "never") return restart_when::never;
    where.complain("'" + word + "' is none of always, on-failure, never");
}

void read_restart(dom::element value, json_place const& where, restart_rules& rules) {
    if (value.is_string()) return void(rules.when = when_of(value, where));
    const auto object = object_of(value, where);
    if (const auto policy = member(object, "policy"))
        rules.when = when_of(*policy, where / "policy");
    const auto time = [&](char const* key, std::chrono::milliseconds& to) {
        if (const auto said = member(object, key)) to = time_of(*said, where / key);
    };
    time("firstDelay", rules.delay_first);
    time("delay", rules.delay_second);
    time("maxDelay", rules.delay_max);
    time("goodUptime", rules.good_uptime);
    time("within", rules.deaths_within);
    if (const auto deaths = member(object, "deaths"))
        rules.deaths_max = static_cast<std::uint32_t>(
            std::min<std::uint64_t>(count_of(*deaths, where / "deaths"), 1'000'000));
    if (rules.delay_max < rules.delay_second)
        (where / "maxDelay").complain("must not be below \"delay\"");
}

void read_limits(dom::element value, json_place const& where, resource_limits& limits) {
    const auto object = object_of(value, where);
    if (const auto memory = member(object, "memory"))
        limits.memory = bytes_of(*memory, where / "memory");
    if (const auto files = member(object, "files"))
        limits.files = count_of(*files, where / "files");
    if (const auto processes = member(object, "processes"))
        limits.processes = count_of(*processes, where / "processes");
    if (const auto throttle = member(object, "throttle"))
        limits.throttle = truth_of(*throttle, where / "throttle");
    if (const auto cpu = member(object, "cpu")) {
        if (!cpu->is_number() || (limits.cpu = cpu->get<double>().value()) <= 0)
            (where / "cpu").complain("must be a number of cores above 0");
    }
}

void read_sandbox(dom::element value, json_place const& where, sandbox_rules& rules) {
    const auto object = object_of(value, where);
    rules.wanted = true;
    if (const auto read = member(object, "read")) rules.read = texts_of(*read, where / "read");
    if (const auto write = member(object, "write")) rules.write = texts_of(*write, where / "write");
    if (const auto network = member(object, "network"))
        rules.network = truth_of(*network, where / "network");
    if (const auto required = member(object, "required"))
        rules.required = truth_of(*required, where / "required");
}

void read_life(dom::object object, json_place const& where, plugin_config& plugin) {
    if (const auto startup = member(object, "startup"))
        plugin.startup = time_of(*startup, where / "startup");
    if (plugin.startup.count() == 0) (where / "startup").complain("must be above 0");
    if (const auto drain = member(object, "drain")) plugin.drain = time_of(*drain, where / "drain");
    if (const auto hang = member(object, "hang"))
        plugin.hang = hang->is_bool() && !truth_of(*hang, where) ? std::chrono::milliseconds{0}
                                                                 : time_of(*hang, where / "hang");
    if (const auto lazy = member(object, "lazy")) plugin.lazy = truth_of(*lazy, where / "lazy");
    if (const auto methods = member(object, "methods"))
        plugin.methods = texts_of(*methods, where / "methods");
    for (auto const& name : plugin.methods)
        if (!wire::is_valid_name(name)) (where / "methods").complain("'" + name + "' is no name");
    if (plugin.lazy && plugin.methods.empty())
        (where / "methods").complain("must say what a lazy plugin offers: nobody else knows");
    if (const auto names = member(object, "requires"))
        plugin.requires_ = texts_of(*names, where / "requires");
    if (const auto restart = member(object, "restart"))
        read_restart(*restart, where / "restart", plugin.restart);
}

plugin_config read_plugin(dom::element value, json_place const& where,
                          accounting::peer_limits const& base) {
    const auto object = object_of(value, where);
    plugin_config plugin;
    plugin.name = required_text(object, "name", where);
    if (!wire::is_valid_peer_name(plugin.name))
        (where / "name").complain("must be 1 to 512 printable ASCII characters without spaces");
    plugin.exec = required_text(object, "exec", where);
    if (const auto args = member(object, "args")) plugin.args = texts_of(*args, where / "args");
    if (const auto env = member(object, "env")) read_env(*env, where / "env", plugin);
    if (const auto passed = member(object, "passEnv"))
        plugin.env_passed = texts_of(*passed, where / "passEnv");
    read_life(object, where, plugin);
    plugin.use = base;
    if (const auto limits = member(object, "limits")) {
        const auto here = where / "limits";
        read_limits(*limits, here, plugin.limits);
        plugin.use = read_peer_limits(object_of(*limits, here), here, base);
    }
    if (const auto privileges = member(object, "newPrivileges"))
        plugin.new_privileges = truth_of(*privileges, where / "newPrivileges");
    if (const auto sandbox = member(object, "sandbox"))
        read_sandbox(*sandbox, where / "sandbox", plugin.sandbox);
    return plugin;
}

}  // namespace

std::vector<plugin_config> read_plugins(dom::element value, json_place const& where,
                                        accounting::peer_limits const& base) {
    std::vector<plugin_config> all;
    for (auto entry : array_of(value, where)) {
        const auto here = where[all.size()];
        auto plugin = read_plugin(entry, here, base);
        if (std::ranges::find(all, plugin.name, &plugin_config::name) != all.end())
            (here / "name").complain("a second plugin with the name '" + plugin.name + "'");
        all.push_back(std::move(plugin));
    }
    for (std::size_t i = 0; i < all.size(); ++i)
        for (auto const& wanted : all[i].requires_)
            if (std::ranges::find(all, wanted, &plugin_config::name) == all.end())
                (where[i] / "requires").complain("there is no plugin '" + wanted + "'");
    if (const auto circle = circle_of(all); !circle.empty())
        where.complain("plugins that wait for each other can never start: " + circle);
    return all;
}

}  // namespace fairlead::broker::config
