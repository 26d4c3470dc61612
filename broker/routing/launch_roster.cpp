// SPDX-License-Identifier: MIT
//
// launch_roster — an app has a handful of plugins.
#include "broker/routing/launch_roster.hpp"

namespace fairlead::broker::routing {

void launch_roster::set(std::string_view name, outlook now) {
    const auto place = plugins_.size();
    plugins_.try_emplace(std::string{name}, now, place).first->second.now = now;
}

void launch_roster::promise(std::string_view name, std::vector<std::string> const& methods) {
    for (auto const& method : methods) promised_.try_emplace(method, name);
}

std::string_view launch_roster::promised_by(std::string_view method) const noexcept {
    const auto at = promised_.find(method);
    return at != promised_.end() ? std::string_view{at->second} : std::string_view{};
}

void launch_roster::for_each_promise(
    std::function<void(std::string_view, std::string_view)> const& visit) const {
    for (auto const& [method, owner] : promised_)
        if (comes_back(owner)) visit(method, owner);
}

void launch_roster::want(std::string_view name) {
    const auto at = plugins_.find(name);
    if (at == plugins_.end() || at->second.now != outlook::asleep) return;
    at->second.now = outlook::starting;  // Asked for once; its supervisor says what becomes of it.
    wanted_.emplace_back(name);
}

void launch_roster::lost(std::string_view name) {
    const auto at = plugins_.find(name);
    if (at != plugins_.end() && at->second.now == outlook::running)
        at->second.now = outlook::coming_back;
}

std::string_view launch_roster::worth_waiting_for(std::string_view last_holder) const noexcept {
    if (const auto at = plugins_.find(last_holder);
        at != plugins_.end() &&
        (at->second.now == outlook::coming_back || at->second.now == outlook::starting ||
         at->second.now == outlook::asleep))
        return at->first;
    for (auto const& [name, one] : plugins_)
        if (one.now == outlook::starting) return name;
    return {};
}

bool launch_roster::comes_back(std::string_view name) const noexcept {
    const auto at = plugins_.find(name);
    return at != plugins_.end() && at->second.now != outlook::gone;
}

bool launch_roster::is_gone(std::string_view name) const noexcept {
    const auto at = plugins_.find(name);
    return at != plugins_.end() && at->second.now == outlook::gone;
}

std::size_t launch_roster::place_of(std::string_view name) const noexcept {
    const auto at = plugins_.find(name);
    return at != plugins_.end() ? at->second.place : plugins_.size();
}

}  // namespace fairlead::broker::routing
