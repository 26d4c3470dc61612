// SPDX-License-Identifier: MIT
//
// log_rate — at most one line a second of one kind: whoever is refused may try again at once, and
// again.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace fairlead::host {

class log_rate {
public:
    using clock = std::chrono::steady_clock;

    /// How many there were since the last line, this one with it. Nothing: not now.
    std::optional<std::uint64_t> allow(clock::time_point now) {
        ++count_;
        if (said_ && now - *said_ < std::chrono::seconds{1}) return std::nullopt;
        said_ = now;
        return std::exchange(count_, 0);
    }

private:
    std::optional<clock::time_point> said_;
    std::uint64_t count_ = 0;
};

}  // namespace fairlead::host
