// SPDX-License-Identifier: MIT
//
// plugin_order — depth first, with the way here in hand.
#include "broker/config/plugin_order.hpp"

#include <algorithm>
#include <set>

namespace fairlead::broker::config {
namespace {

struct walk {
    std::vector<plugin_config> const& plugins;
    std::vector<std::string> way;
    std::set<std::string> harmless;  // Nothing behind these leads back.

    std::string from(std::string const& name) {
        if (harmless.contains(name)) return {};
        if (const auto seen = std::ranges::find(way, name); seen != way.end()) {
            std::string circle;
            for (auto at = seen; at != way.end(); ++at) circle += *at + " → ";
            return circle + name;
        }
        way.push_back(name);
        const auto plugin = std::ranges::find(plugins, name, &plugin_config::name);
        for (auto const& wanted : plugin->requires_)
            if (auto circle = from(wanted); !circle.empty()) return circle;
        way.pop_back();
        harmless.insert(name);
        return {};
    }
};

}  // namespace

std::string circle_of(std::vector<plugin_config> const& plugins) {
    walk all{plugins, {}, {}};
    for (auto const& one : plugins)
        if (auto circle = all.from(one.name); !circle.empty()) return circle;
    return {};
}

}  // namespace fairlead::broker::config
