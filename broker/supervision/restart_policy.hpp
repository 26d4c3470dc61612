// SPDX-License-Identifier: MIT
//
// restart_policy — how long to wait before a plugin is started again, and when to give up. Pure:
// time is an argument.
#pragma once

#include "broker/config/plugin_config.hpp"

#include <chrono>
#include <deque>
#include <optional>

namespace fairlead::broker::supervision {

class restart_policy {
public:
    using time_point = std::chrono::steady_clock::time_point;

    explicit restart_policy(config::restart_rules limits = {}) : limits_{limits} {}

    config::restart_rules const& limits() const noexcept { return limits_; }

    /// The delay before the next start; nothing: it is a crash loop, give up.
    std::optional<std::chrono::milliseconds> on_death(time_point started, time_point died);

    /// Somebody has asked for it again: what was is forgotten.
    void forgive() noexcept;

private:
    config::restart_rules limits_;
    std::deque<time_point> deaths_;
    std::chrono::milliseconds delay_{-1};  // The last one; negative: none since it ran well.
};

}  // namespace fairlead::broker::supervision
