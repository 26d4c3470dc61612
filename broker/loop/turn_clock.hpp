// SPDX-License-Identifier: MIT
//
// turn_clock — the time, read at most once per turn of the loop: a clock costs as much as a call.
// Who looks from outside sees whether a turn has begun, and when: one that does not end hangs.
#pragma once

#include <fairlead/meter/layout.hpp>

#include <chrono>

namespace fairlead::broker {

class turn_clock {
public:
    using clock = std::chrono::steady_clock;

    /// Where turns are shown; null: nowhere.
    void show_in(meter::header* head) noexcept { head_ = head; }

    clock::time_point now() noexcept {
        if (!read_) {
            now_ = clock::now();
            if (head_ != nullptr) head_->turn_began.set(nanoseconds());
        }
        read_ = true;
        return now_;
    }
    void next_turn() noexcept {
        if (head_ != nullptr) {
            head_->turns.add();
            head_->turn_began.set(0);
            if (read_) head_->seen_at.set(nanoseconds());
        }
        read_ = false;
    }

private:
    std::uint64_t nanoseconds() const noexcept {
        return static_cast<std::uint64_t>(
            std::chrono::nanoseconds{now_.time_since_epoch()}.count());
    }

    clock::time_point now_{};
    bool read_ = false;
    meter::header* head_ = nullptr;
};

}  // namespace fairlead::broker
