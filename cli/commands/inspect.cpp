// SPDX-License-Identifier: MIT
//
// inspect — tree, introspect and limits: what there is in a running app.
#include "cli/commands/ask.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/inspect/method_tree.hpp"
#include "cli/inspect/signatures.hpp"
#include "cli/output/colours.hpp"
#include "cli/output/json_cell.hpp"
#include "cli/output/table.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdio>
#include <map>

namespace fairlead::cli {
namespace {

namespace json = boost::json;

std::string heading_of(json::object const& peer) {
    auto line = json_cell(peer, "role") + ' ' + json_cell(peer, "name") + " (session " +
                json_cell(peer, "session");
    if (json_cell(peer, "pid") != "0") line += ", pid " + json_cell(peer, "pid");
    return line + ')';
}

/// By the name of who offers them.
std::map<std::string, std::vector<std::string>> methods_by_peer(json::value const& methods) {
    std::map<std::string, std::vector<std::string>> all;
    for (auto const& one : methods.as_array())
        all[json_cell(one.as_object(), "peer")].push_back(json_cell(one.as_object(), "name"));
    return all;
}

void print_branch(std::string const& name, std::vector<std::string> const& methods,
                  colours const& paint) {
    std::printf("%s\n", paint.heading(name).c_str());
    for (auto const& line : inspect::method_tree(methods)) std::printf("%s\n", line.c_str());
}

int print_tree(inspect_command const& command, client::connection& broker) {
    const auto answer = ask(broker, command.common, "fairlead.methods", "[]");
    if (command.common.json != json_style::off)
        return std::printf("%s\n", styled(answer, command.common.json).c_str()), 0;
    const auto methods = methods_by_peer(json::parse(answer));
    const colours paint;
    bool any = false;
    for (auto const& [peer, names] : methods) {
        if (!command.name.empty() && peer != command.name) continue;
        any = true;
        print_branch(peer, names, paint);
    }
    if (any) return 0;
    throw command_failed{exit_code::not_found, "tree",
                         "nobody who is called '" + command.name + "' offers anything"};
}

json::array peers_called(inspect_command const& command, client::connection& broker) {
    const auto answer = ask(broker, command.common, "fairlead.control.introspect",
                            json::serialize(json::array{command.name}));
    auto peers = json::parse(answer);
    return std::move(peers.as_array());
}

/// A plugin that sleeps has no session; what it will offer is known all the same.
json::array promised_by(inspect_command const& command, client::connection& broker) {
    const auto methods =
        methods_by_peer(json::parse(ask(broker, command.common, "fairlead.methods", "[]")));
    const auto found = methods.find(command.name);
    if (found == methods.end())
        throw command_failed{exit_code::not_found, "introspect",
                             "nobody is called '" + command.name +
                                 "'; fairlead list shows who is there"};
    json::array names;
    for (auto const& one : found->second) names.emplace_back(one);
    return {json::object{{"name", command.name},
                         {"role", "plugin"},
                         {"session", nullptr},
                         {"methods", std::move(names)},
                         {"topics", json::array{}}}};
}

void add_signatures(json::object& peer, std::string const& app_dir) {
    if (json_cell(peer, "role") != "plugin") return;
    const auto all = inspect::signatures_of(app_dir, json_cell(peer, "name"));
    json::object found;
    for (auto const& name : peer.at("methods").as_array())
        if (const auto one = all.find(std::string{name.as_string()}); one != all.end())
            found[one->first] = one->second;
    peer["signatures"] = std::move(found);
}

void print_peer(json::object const& peer, bool legend, colours const& paint) {
    std::printf("%s\n", paint.heading(heading_of(peer)).c_str());
    table methods{legend ? std::vector<std::string>{"METHOD", "SIGNATURE"}
                         : std::vector<std::string>{}};
    auto const* signatures = peer.if_contains("signatures");
    for (auto const& name : peer.at("methods").as_array()) {
        auto const* signature =
            signatures != nullptr ? signatures->as_object().if_contains(name.as_string()) : nullptr;
        methods.add({readable(name.as_string()),
                     signature != nullptr ? readable(signature->as_string()) : "-"});
    }
    if (!peer.at("methods").as_array().empty()) std::fputs(methods.text().c_str(), stdout);
    if (peer.at("topics").as_array().empty()) return;
    if (legend) std::printf("HEARS\n");
    for (auto const& topic : peer.at("topics").as_array())
        std::printf("%s\n", readable(topic.as_string()).c_str());
}

int introspect(inspect_command const& command, client::connection& broker) {
    auto peers = peers_called(command, broker);
    if (peers.empty()) peers = promised_by(command, broker);
    const auto list = json::parse(ask(broker, command.common, "fairlead.list", "[]"));
    for (auto& peer : peers)
        add_signatures(peer.as_object(), json_cell(list.as_object(), "appDir"));
    if (command.common.json != json_style::off)
        return std::printf("%s\n", styled(json::serialize(peers), command.common.json).c_str()), 0;
    const colours paint;
    for (auto const& peer : peers) print_peer(peer.as_object(), command.common.legend, paint);
    return 0;
}

std::string used_of(json::object const& row, std::string_view key, colours const& paint) {
    auto const& level = row.at({key.data(), key.size()}).as_object();
    const auto used = level.at("used").to_number<double>(),
               bound = level.at("bound").to_number<double>();
    const auto words = json_cell(level, "used") + '/' + json_cell(level, "bound");
    return used * 4 >= bound * 3 ? paint.bad(words) : words;
}

int print_limits(inspect_command const& command, client::connection& broker) {
    const auto answer = ask(broker, command.common, "fairlead.control.limits", "[]");
    if (command.common.json != json_style::off)
        return std::printf("%s\n", styled(answer, command.common.json).c_str()), 0;
    const auto all = json::parse(answer);
    const colours paint;
    constexpr std::array keys{"calls", "offers",    "subscriptions", "names",
                              "blobs", "blobBytes", "queueBytes"};
    table out{command.common.legend
                  ? std::vector<std::string>{"ROLE", "PEER", "CALLS", "METHODS", "TOPICS", "NAMES",
                                             "BLOBS", "BLOB BYTES", "QUEUE BYTES"}
                  : std::vector<std::string>{}};
    bool any = false;
    for (auto const& one : all.at("peers").as_array()) {
        auto const& row = one.as_object();
        if (!command.name.empty() && json_cell(row, "name") != command.name) continue;
        any = true;
        std::vector<std::string> cells{json_cell(row, "role"), json_cell(row, "name")};
        for (auto const* key : keys) cells.push_back(used_of(row, key, paint));
        out.add(std::move(cells));
    }
    if (!any && !command.name.empty())
        throw command_failed{exit_code::not_found, "limits",
                             "nobody is called '" + command.name + "'"};
    std::fputs(out.text().c_str(), stdout);
    if (!command.name.empty()) return 0;
    auto const& broker_own = all.at("broker").as_object();
    std::printf("\nsessions %s, names %s, calls that wait for plugins %s\n",
                used_of(broker_own, "sessions", paint).c_str(),
                used_of(broker_own, "names", paint).c_str(),
                used_of(broker_own, "parkedCalls", paint).c_str());
    return 0;
}

}  // namespace

int execute(inspect_command const& command) {
    const auto broker = attach(command.common.to);
    if (command.verb == "tree") return print_tree(command, *broker);
    if (command.verb == "limits") return print_limits(command, *broker);
    return introspect(command, *broker);
}

}  // namespace fairlead::cli
