// SPDX-License-Identifier: MIT
//
// yield_policy — how long to look again before sleeping; pure, time is an argument.
//
// Looking again after about ten sched_yield()s makes back-to-back calls several times quicker than
// sleeping at once (reference/ipc-peer-measurements.md). Two guards: it is only worth it while
// traffic is hot, and a yield that hands the core to a foreign busy thread comes back only at the
// next scheduler tick (4 ms), so one slow yield stops yielding for a while (the circuit breaker).
#pragma once

#include <algorithm>
#include <chrono>

namespace fairlead::io {

class yield_policy {
public:
    using clock = std::chrono::steady_clock;

    static constexpr int yields_max = 10;
    static constexpr std::chrono::microseconds slow_yield{500};
    static constexpr std::chrono::milliseconds pause_first{16};
    static constexpr std::chrono::milliseconds pause_last{1'000};
    static constexpr std::chrono::microseconds hot_gap{150};

    /// Something arrived. The next silence may be yielded through again.
    void on_work() noexcept { yields_ = 0; }

    /// May the next look come after a yield (true) or is it time to sleep (false)?
    bool may_yield(clock::time_point now) const noexcept {
        return hot_ && yields_ < yields_max && now >= resume_at_;
    }

    /// A yield took from `before` to `after`.
    void on_yield(clock::time_point before, clock::time_point after) noexcept {
        ++yields_;
        if (after - before <= slow_yield) return;
        pause_ = std::clamp<clock::duration>(pause_ * 2, pause_first, pause_last);
        resume_at_ = after + pause_;
        good_since_ = after + pause_;
    }

    /// Slept from `before` to `after`: a short sleep means that yielding could have caught it.
    void on_sleep(clock::time_point before, clock::time_point after) noexcept {
        hot_ = after - before <= hot_gap;
        yields_ = 0;
        if (after - good_since_ > pause_last) pause_ = {};
    }

private:
    bool hot_ = false;
    int yields_ = 0;
    clock::duration pause_{};
    clock::time_point resume_at_{};
    clock::time_point good_since_{};
};

}  // namespace fairlead::io
