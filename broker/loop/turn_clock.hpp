// SPDX-License-Identifier: MIT
//
// turn_clock — the time, read at most once per turn of the loop: a clock costs as much as a call.
#pragma once

#include <chrono>

namespace fairlead::broker {

class turn_clock {
public:
    using clock = std::chrono::steady_clock;

    clock::time_point now() noexcept {
        if (!read_) now_ = clock::now();
        read_ = true;
        return now_;
    }
    void next_turn() noexcept { read_ = false; }

private:
    clock::time_point now_{};
    bool read_ = false;
};

}  // namespace fairlead::broker
