// SPDX-License-Identifier: MIT
//
// plugin_swap — `reload` is for a plugin that is ready. One that has crashed, or never started, is
// started again; one that somebody has stopped, or nobody has needed yet, stays as it is.
#include "cli/dev/plugin_swap.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fairlead::cli::dev {
namespace {

namespace json = boost::json;

std::string arguments(std::string const& name) { return json::serialize(json::array{name}); }

}  // namespace

void plugin_swap::begin(app_plugins plugins) {
    plugins_ = std::move(plugins);
    prints_.keep(plugins_);
}

void plugin_swap::replace_changed() {
    if (asked_ > 0) {
        again_ = true;
        return;
    }
    outcome_ = {};
    const auto names = prints_.changed(plugins_);
    asked_ = names.size();
    if (names.empty()) return on_done_(outcome_);
    for (auto const& plugin : plugins_.plugins)
        if (std::ranges::find(names, plugin.name) != names.end()) {
            // Seen now: what is built from here on is the next swap's.
            prints_.keep(plugin);
            ask_for(plugin, "reload");
        }
}

void plugin_swap::ask_for(plugin_program const& plugin, std::string const& verb) {
    broker_.call("fairlead.plugin." + verb, arguments(plugin.name),
                 [this, plugin, verb](client::connection::answer const& answer) {
                     take_answer(plugin, verb, answer);
                 });
}

void plugin_swap::take_answer(plugin_program const& plugin, std::string const& verb,
                              client::connection::answer const& answer) {
    if (verb == "status") {
        boost::system::error_code broken;
        const auto said = json::parse(answer.json, broken);
        auto const* state =
            !broken && said.is_object() ? said.as_object().if_contains("state") : nullptr;
        const bool is_down = state != nullptr && (*state == "stopped" || *state == "draining");
        if (!is_down) return ask_for(plugin, "restart");
    } else if (!answer.ok && verb == "reload" && answer.why.code == errc::denied) {
        return ask_for(plugin, "status");
    } else if (!answer.ok) {
        prints_.forget(plugin.name);
        outcome_.failures.push_back(answer.why.message);
    } else {
        outcome_.replaced.push_back(plugin.name);
    }
    if (--asked_ > 0) return;
    on_done_(std::exchange(outcome_, {}));
    if (std::exchange(again_, false)) replace_changed();
}

}  // namespace fairlead::cli::dev
