// SPDX-License-Identifier: MIT
//
// restart_budget — how often what crashes is started again: a few times in a row, which peace ends.
#pragma once

#include <chrono>

namespace fairlead::cli {

class restart_budget {
public:
    /// It has ended with `code`. Who leaves on purpose is not called back.
    bool allow(int code) {
        const auto now = std::chrono::steady_clock::now();
        if (now - last_ > in_a_row) count_ = 0;
        last_ = now;
        return code > 128 && count_++ < restarts_max;
    }

private:
    static constexpr int restarts_max = 5;
    static constexpr std::chrono::seconds in_a_row{60};

    std::chrono::steady_clock::time_point last_{};
    int count_ = 0;
};

}  // namespace fairlead::cli
