// SPDX-License-Identifier: MIT
//
// launch_roster — an app has a handful of plugins.
#include "broker/routing/launch_roster.hpp"

namespace fairlead::broker::routing {

void launch_roster::set(std::string_view name, outlook now) {
    plugins_.insert_or_assign(std::string{name}, now);
}

void launch_roster::lost(std::string_view name) {
    const auto at = plugins_.find(name);
    if (at != plugins_.end() && at->second == outlook::running) at->second = outlook::coming_back;
}

std::string_view launch_roster::worth_waiting_for(std::string_view last_holder) const noexcept {
    if (const auto at = plugins_.find(last_holder);
        at != plugins_.end() &&
        (at->second == outlook::coming_back || at->second == outlook::starting))
        return at->first;
    for (auto const& [name, now] : plugins_)
        if (now == outlook::starting) return name;
    return {};
}

bool launch_roster::comes_back(std::string_view name) const noexcept {
    const auto at = plugins_.find(name);
    return at != plugins_.end() && at->second != outlook::gone;
}

bool launch_roster::is_gone(std::string_view name) const noexcept {
    const auto at = plugins_.find(name);
    return at != plugins_.end() && at->second == outlook::gone;
}

}  // namespace fairlead::broker::routing
