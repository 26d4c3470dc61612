// SPDX-License-Identifier: MIT
//
// yield_policy — how long to look again before sleeping; pure, time is an argument.
//
// Looking again between sched_yield()s makes back-to-back calls several times quicker than sleeping
// at once: a wake-up of an idle core costs 10 to 50 µs, a yield 0.2 µs, and where processes share a
// core the yield hands it on (reference/ipc-peer-measurements.md). Three guards:
// - only while traffic is hot, that is, while sleeps would be short, or while somebody has just
//   been asked and is likely to answer at once;
// - for about as long as the wake-up that it may save takes, not longer;
// - a yield that hands the core to a foreign busy thread comes back only at the next scheduler tick
//   (4 ms). Such a slow yield stops yielding for a while (the circuit breaker), twice as long each
//   time. One that comes of a hiccup of the machine must not cost seconds: so many good yields
//   halve the pause again. Counted, not timed: sparse calls beside a busy thread must not forget
//   between two calls what each of them would suffer anew.
#pragma once

#include <algorithm>
#include <chrono>

namespace fairlead::io {

class yield_policy {
public:
    using clock = std::chrono::steady_clock;

    static constexpr std::chrono::microseconds window{50};
    static constexpr std::chrono::microseconds slow_yield{500};
    static constexpr std::chrono::milliseconds pause_first{4};
    static constexpr std::chrono::milliseconds pause_last{1'000};
    static constexpr int good_yields = 2'000;
    static constexpr std::chrono::microseconds hot_gap{250};

    /// Something arrived. The next silence may be yielded through again.
    void on_work() noexcept { silent_ = false; }

    /// Nothing is there. May the next look come after a yield (true) or is it time to sleep?
    /// `expecting`: an answer is likely to come at once.
    bool may_yield(clock::time_point now, bool expecting) noexcept {
        if (!silent_) {
            silent_ = true;
            silent_since_ = now;
        }
        return (hot_ || expecting) && now - silent_since_ < window && now >= resume_at_;
    }

    /// A yield took from `before` to `after`.
    void on_yield(clock::time_point before, clock::time_point after) noexcept {
        if (after - before > slow_yield) {
            pause_ = std::clamp<clock::duration>(pause_ * 2, pause_first, pause_last);
            resume_at_ = after + pause_;
            good_yields_ = 0;
        } else if (pause_ != pause_.zero() && ++good_yields_ == good_yields) {
            pause_ = pause_ > pause_first ? pause_ / 2 : pause_.zero();
            good_yields_ = 0;
        }
    }

    /// Slept from `before` to `after`: a short sleep means that yielding could have caught it.
    void on_sleep(clock::time_point before, clock::time_point after) noexcept {
        hot_ = after - before <= hot_gap;
        silent_ = false;
    }

private:
    bool hot_ = false;
    bool silent_ = false;
    clock::time_point silent_since_{};
    clock::duration pause_{};
    clock::time_point resume_at_{};
    int good_yields_ = 0;  // Since the pause was last changed.
};

}  // namespace fairlead::io
