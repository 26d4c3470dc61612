// SPDX-License-Identifier: MIT
//
// app_plugins — the broker's own reading of wails.json: there is no second one that could differ.
#include "cli/launch/app_plugins.hpp"

#include "cli/exit_code.hpp"
#include "cli/launch/app_folder.hpp"
#include "cli/launch/child_output.hpp"

#include <boost/json.hpp>

namespace fairlead::cli {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr auto patience = 20s;

std::string text_of(json::value const& value) { return std::string{value.as_string()}; }

plugin_program read_plugin(json::object const& one) {
    plugin_program plugin{.name = text_of(one.at("name")),
                          .exec = text_of(one.at("exec")),
                          .file = {},
                          .tried = {},
                          .args = {},
                          .env = {}};
    for (auto const& arg : one.at("args").as_array()) plugin.args.push_back(text_of(arg));
    for (auto const& [name, value] : one.at("env").as_object())
        plugin.env.emplace_back(name, text_of(value));
    if (auto const* found = one.if_contains("program")) plugin.file = text_of(*found);
    else
        for (auto const& place : one.at("tried").as_array())
            plugin.tried.emplace_back(text_of(place));
    return plugin;
}

}  // namespace

std::string plugin_program::not_found() const {
    std::string places;
    for (auto const& place : tried) places += (places.empty() ? "" : ", ") + place.native();
    return '"' + exec + "\" is no program: tried " + places;
}

app_plugins app_plugins::of(std::filesystem::path const& app_dir, std::string const& verb) {
    const auto broker = program("fairlead-broker");
    const auto ran = output_of(broker, {"--check", "--app-dir", app_dir.native()}, patience);
    boost::system::error_code broken;
    const auto said = json::parse(ran.out, broken);
    if (ran.code != 0 || broken) {
        auto why = ran.err.substr(0, ran.err.find('\n'));
        constexpr std::string_view prefix = "fairlead-broker: ";
        if (why.starts_with(prefix)) why.erase(0, prefix.size());
        if (why.empty()) why = broker.native() + " ended with code " + std::to_string(ran.code);
        throw command_failed{exit_code::failure, verb, why};
    }
    app_plugins app{.name = text_of(said.at("app")), .plugins = {}};
    for (auto const& one : said.at("plugins").as_array())
        app.plugins.push_back(read_plugin(one.as_object()));
    return app;
}

}  // namespace fairlead::cli
