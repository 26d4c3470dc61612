// SPDX-License-Identifier: MIT
//
// crash_budget — how often a page may lose its process before loading it again is no help.
#pragma once

#include <chrono>
#include <deque>

namespace fairlead::host {

class crash_budget {
public:
    using clock = std::chrono::steady_clock;

    /// False: that was one too many within the last minute.
    bool try_spend(clock::time_point now) {
        while (!recent_.empty() && now - recent_.front() > window) recent_.pop_front();
        if (recent_.size() >= crashes_max) return false;
        recent_.push_back(now);
        return true;
    }

    static constexpr std::size_t crashes_max = 4;
    static constexpr std::chrono::seconds window{60};

private:
    std::deque<clock::time_point> recent_;
};

}  // namespace fairlead::host
