// SPDX-License-Identifier: MIT
//
// supervisor — whoever waits for others is looked at again whenever one of them has changed.
#include "broker/supervision/supervisor.hpp"
#include "broker/guardian/offspring.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <csignal>

namespace fairlead::broker::supervision {

supervisor::supervisor(boost::asio::io_context& loop, supervisor_settings settings,
                       std::vector<config::plugin_config> const& plugins, supervisor_events events)
    : settings_{std::move(settings)}, events_{std::move(events)} {
    events_.on_state = [this, tell = std::move(events_.on_state)](plugin_status const& status) {
        tell(status);
        if (!draining_) recheck();
    };
    events_.on_guardian_lost = [this] { end_strays(); };
    for (auto const& config : plugins)
        plugins_.push_back(std::make_unique<supervised_plugin>(loop, settings_, events_, config));
}

void supervisor::start() {
    for (auto const& one : plugins_)
        if (one->config().lazy) one->announce();
        else want(*one);
}

void supervisor::want(supervised_plugin& one) {
    // In wails.json nobody waits for itself, on whatever way.
    for (auto const& name : one.config().requires_)
        if (auto* needed = find(name);
            needed->state() == plugin_state::stopped || needed->state() == plugin_state::failed)
            want(*needed);
    one.want(missing_of(one));
}

std::string supervisor::missing_of(supervised_plugin const& one) const {
    std::string missing;
    for (auto const& other : plugins_) {
        if (other->state() == plugin_state::ready ||
            std::ranges::find(one.config().requires_, other->name()) ==
                one.config().requires_.end())
            continue;
        if (!missing.empty()) missing += ", ";
        missing += other->name();
    }
    return missing;
}

void supervisor::recheck() {
    for (auto const& one : plugins_)
        if (one->machine().waits_for_others()) one->requirements(missing_of(*one));
}

/// What a killed guardian had under it is ours now: all our children but the guardians that live.
void supervisor::end_strays() noexcept {
    // Each round uncovers what those of the round before had started.
    constexpr int rounds_max = 64;
    for (int round = 0; round < rounds_max; ++round) {
        bool found = false;
        guardian::for_each_child([&](pid_t child) {
            if (std::ranges::any_of(plugins_, [&](auto const& one) { return one->owns(child); }))
                return;
            found = true;
            ::kill(child, SIGKILL);
            while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {}
        });
        if (!found) return;
    }
}

supervised_plugin* supervisor::find(std::string_view name) noexcept {
    for (auto const& one : plugins_)
        if (one->name() == name) return one.get();
    return nullptr;
}

void supervisor::drain() {
    draining_ = true;
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
