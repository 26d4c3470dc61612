// SPDX-License-Identifier: MIT
//
// restart_policy — at once, then 100 ms doubling up to 5 s.
#include "broker/supervision/restart_policy.hpp"

#include <algorithm>

namespace fairlead::broker::supervision {

std::optional<std::chrono::milliseconds> restart_policy::on_death(time_point started,
                                                                  time_point died) {
    if (died - started >= limits_.good_uptime) delay_ = std::chrono::milliseconds{-1};
    deaths_.push_back(died);
    while (died - deaths_.front() > limits_.deaths_within) deaths_.pop_front();
    if (deaths_.size() >= limits_.deaths_max) return std::nullopt;

    if (delay_.count() < 0) delay_ = limits_.delay_first;
    else delay_ = std::clamp(2 * delay_, limits_.delay_second, limits_.delay_max);
    return delay_;
}

void restart_policy::forgive() noexcept {
    deaths_.clear();
    delay_ = std::chrono::milliseconds{-1};
}

}  // namespace fairlead::broker::supervision
