// SPDX-License-Identifier: MIT
//
// loss_notice — what a slow peer has lost since it was said the last time: at most once a second.
#pragma once

#include <fairlead/shm/overflow_queue.hpp>

#include <chrono>
#include <optional>
#include <utility>

namespace fairlead::broker::routing {

class loss_notice {
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// All that is untold, these included, when it is time to say it.
    std::optional<shm::overflow_losses> add(shm::overflow_losses const& more,
                                            time_point now) noexcept {
        untold_.dropped += more.dropped;
        untold_.replaced += more.replaced;
        untold_.last_key = more.last_key;
        if (now - told_at_ < std::chrono::seconds{1}) return std::nullopt;
        told_at_ = now;
        return take();
    }
    shm::overflow_losses take() noexcept { return std::exchange(untold_, {}); }

private:
    shm::overflow_losses untold_;
    time_point told_at_{};
};

}  // namespace fairlead::broker::routing
