// SPDX-License-Identifier: MIT
//
// plugin — status, start, stop, restart and reload of a plugin, and what the broker says of it.
#include "cli/commands/ask.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/colours.hpp"
#include "cli/output/json_cell.hpp"
#include "cli/output/table.hpp"

#include <boost/json.hpp>

#include <cstdio>
#include <optional>

namespace fairlead::cli {
namespace {

namespace json = boost::json;

std::string shown_state(colours const& paint, json::object const& plugin) {
    auto const* throttled = plugin.if_contains("throttled");
    const bool is_throttled = throttled != nullptr && *throttled == true;
    return paint.state(json_cell(plugin, "state")) + (is_throttled ? ", throttled" : "");
}

void print_list(json::array const& plugins, bool legend) {
    const colours paint;
    table out{legend ? std::vector<std::string>{"PLUGIN", "STATE", "PID", "RESTARTS", "UPTIME S",
                                                "REASON"}
                     : std::vector<std::string>{}};
    for (auto const& one : plugins) {
        std::vector<std::string> cells;
        for (auto const* key : {"name", "state", "pid", "restarts", "uptimeSeconds", "reason"})
            cells.push_back(json_cell(one.as_object(), key));
        cells[1] = shown_state(paint, one.as_object());
        out.add(std::move(cells));
    }
    std::fputs(out.text().c_str(), stdout);
}

void print_texts(char const* heading, json::object const& from, std::string_view key) {
    auto const* list = from.if_contains({key.data(), key.size()});
    if (list == nullptr || !list->is_array() || list->get_array().empty()) return;
    std::printf("%s\n", heading);
    for (auto const& one : list->get_array())
        std::printf("  %s\n",
                    one.is_string() ? one.get_string().c_str() : json::serialize(one).c_str());
}

void print_one(json::object const& plugin) {
    for (std::string_view key : {"name", "state", "reason", "pid", "restarts", "uptimeSeconds"}) {
        const auto words = key == "state" ? shown_state(colours{}, plugin) : json_cell(plugin, key);
        std::printf("%-14s %s\n", key.data(), words.c_str());
    }
    print_texts("requires", plugin, "requires");
    print_texts("in force", plugin, "inForce");
    auto const* crash = plugin.if_contains("lastCrash");
    if (crash == nullptr) return;
    auto const& report = crash->as_object();
    std::printf("last crash     %s: %s (pid %s, after %s ms)\n", json_cell(report, "when").c_str(),
                json_cell(report, "how").c_str(), json_cell(report, "pid").c_str(),
                json_cell(report, "uptimeMs").c_str());
    if (report.contains("core"))
        std::printf("core           %s\n", json_cell(report, "core").c_str());
    print_texts("had not answered", report, "unanswered");
    print_texts("said last", report, "lastLines");
}

/// Not a plugin of wails.json: whoever is called so.
std::optional<json::array> others_called(plugin_command const& command,
                                         client::connection& broker) {
    if (command.verb != "status" || command.name.empty()) return std::nullopt;
    const auto plugins = json::parse(ask(broker, command.common, "fairlead.plugin.status", "[]"));
    for (auto const& one : plugins.as_array())
        if (json_cell(one.as_object(), "name") == command.name) return std::nullopt;
    auto answer = json::parse(ask(broker, command.common, "fairlead.control.introspect",
                                  json::serialize(json::array{command.name})));
    auto& found = answer.as_array();
    return found.empty() ? std::nullopt : std::optional{std::move(found)};
}

int print_others(json::array const& peers, json_style style) {
    if (style != json_style::off)
        return std::printf("%s\n", styled(json::serialize(peers), style).c_str()), 0;
    for (auto const& one : peers) {
        auto const& peer = one.as_object();
        for (std::string_view key : {"name", "role", "session", "pid", "callsInFlight"})
            std::printf("%-14s %s\n", key.data(), json_cell(peer, key).c_str());
        print_texts("offers", peer, "methods");
        print_texts("hears", peer, "topics");
    }
    return 0;
}

}  // namespace

int execute(plugin_command const& command) {
    const auto broker = attach(command.common.to);
    if (const auto others = others_called(command, *broker))
        return print_others(*others, command.common.json);
    const auto args =
        command.name.empty() ? std::string{"[]"} : json::serialize(json::array{command.name});
    const auto answer = ask(*broker, command.common, "fairlead.plugin." + command.verb, args);
    if (command.common.json != json_style::off) {
        std::printf("%s\n", styled(answer, command.common.json).c_str());
        return 0;
    }
    const auto value = json::parse(answer);
    if (value.is_array()) print_list(value.get_array(), command.common.legend);
    else if (command.verb == "status") print_one(value.as_object());
    else print_list({value}, command.common.legend);
    return 0;
}

}  // namespace fairlead::cli
