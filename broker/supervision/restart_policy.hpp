// SPDX-License-Identifier: MIT
//
// restart_policy — how long to wait before a plugin is started again, and when to give up. Pure:
// time is an argument.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

namespace fairlead::broker::supervision {

struct restart_limits {
    std::chrono::milliseconds delay_first{
        0};  ///< Most deaths are single: back before anybody waits.
    std::chrono::milliseconds delay_second{100};
    std::chrono::milliseconds delay_max{5'000};
    std::chrono::seconds good_uptime{10};    ///< Having run that long, it begins anew.
    std::uint32_t deaths_max = 6;            ///< That many …
    std::chrono::seconds deaths_within{30};  ///< … in that time are a crash loop.
};

class restart_policy {
public:
    using time_point = std::chrono::steady_clock::time_point;

    explicit restart_policy(restart_limits limits = {}) : limits_{limits} {}

    restart_limits const& limits() const noexcept { return limits_; }

    /// The delay before the next start; nothing: it is a crash loop, give up.
    std::optional<std::chrono::milliseconds> on_death(time_point started, time_point died);

private:
    restart_limits limits_;
    std::deque<time_point> deaths_;
    std::chrono::milliseconds delay_{-1};  // The last one; negative: none since it ran well.
};

}  // namespace fairlead::broker::supervision
