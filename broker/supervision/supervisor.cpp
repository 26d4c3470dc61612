// SPDX-License-Identifier: MIT
//
// supervisor — all of them, one after the other.
#include "broker/supervision/supervisor.hpp"

#include <algorithm>

namespace fairlead::broker::supervision {

supervisor::supervisor(boost::asio::io_context& loop, supervisor_settings settings,
                       std::vector<config::plugin_config> const& plugins, supervisor_events events)
    : settings_{std::move(settings)}, events_{std::move(events)} {
    for (auto const& config : plugins)
        plugins_.push_back(std::make_unique<supervised_plugin>(loop, settings_, events_, config));
}

void supervisor::start() {
    for (auto const& one : plugins_) one->start();
}

supervised_plugin* supervisor::find(std::string_view name) noexcept {
    for (auto const& one : plugins_)
        if (one->name() == name) return one.get();
    return nullptr;
}

void supervisor::drain() {
    for (auto const& one : plugins_) one->drain();
}

void supervisor::kill() noexcept {
    for (auto const& one : plugins_) one->kill();
}

bool supervisor::all_ended() const noexcept {
    return std::ranges::none_of(plugins_, [](auto const& one) { return one->has_process(); });
}

std::vector<plugin_status> supervisor::statuses() const {
    std::vector<plugin_status> all;
    for (auto const& one : plugins_) all.push_back(one->status());
    return all;
}

}  // namespace fairlead::broker::supervision
