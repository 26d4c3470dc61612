// SPDX-License-Identifier: MIT
//
// line_rate — how many lines a second somebody may write, and how many were skipped; pure.
#pragma once

#include <chrono>
#include <cstdint>

namespace fairlead::broker::telemetry {

class line_rate {
public:
    using time_point = std::chrono::steady_clock::time_point;

    explicit line_rate(std::uint32_t lines_per_second) noexcept : allowed_{lines_per_second} {}

    struct verdict {
        bool write;
        std::uint64_t skipped;  ///< Before this line; said once, when a new second begins.
    };
    verdict on_line(time_point now) noexcept {
        std::uint64_t told = 0;
        if (now - second_ >= std::chrono::seconds{1}) {
            second_ = now;
            written_ = 0;
            told = skipped_;
            skipped_ = 0;
        }
        if (written_ < allowed_) {
            ++written_;
            return {true, told};
        }
        ++skipped_;
        return {false, told};
    }
    std::uint64_t skipped() const noexcept { return skipped_; }

private:
    std::uint32_t allowed_;
    std::uint32_t written_ = 0;
    std::uint64_t skipped_ = 0;
    time_point second_{};
};

}  // namespace fairlead::broker::telemetry
