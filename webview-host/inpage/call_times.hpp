// SPDX-License-Identifier: MIT
//
// call_times — when calls passed by in a page, its own and those that it serves, while the broker
// wants to know. Pure: times are arguments. Bounded: beyond that a call has no times.
#pragma once

#include <fairlead/wire/frame.hpp>
#include <fairlead/wire/timing.hpp>

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace fairlead::page {

class call_times {
public:
    static constexpr std::size_t calls_max = 1'024;

    struct told {
        request_id request;
        wire::timed_as as;
        wire::call_points points;
    };

    /// The broker's word.
    void set(bool on);
    bool is_on() const noexcept { return on_; }

    // -- out --------------------------------------------------------------------------------------
    /// The page has called: lines follow.
    void on_lines(std::uint64_t now) noexcept { lines_at_ = now; }
    /// One of them is about to be sent. Flags that it is to have.
    std::uint8_t on_line(wire::frame_kind kind, request_id request, std::uint64_t now);

    // -- in ---------------------------------------------------------------------------------------
    /// The broker has marked it.
    void on_frame(wire::frame_kind kind, request_id request, std::uint64_t now);
    /// The frame that came last goes with what JavaScript is handed next.
    void on_queued() {
        if (last_) [[unlikely]]
            queue_last();
    }
    /// It is handed over now.
    void on_hand_over(std::uint64_t now);
    bool is_queued() const noexcept { return !queued_.empty(); }

    /// What the broker is to be told.
    std::vector<told> take_told() noexcept;

private:
    struct arrival {
        wire::frame_kind kind;
        request_id request;
        std::uint64_t at;
    };
    struct pair {
        std::uint64_t first, second;
    };
    using pairs = std::unordered_map<std::uint64_t, pair>;
    void queue_last();
    static void put(pairs& to, request_id request, pair times);

    bool on_ = false;
    std::uint64_t lines_at_ = 0;
    std::optional<arrival> last_;
    std::vector<arrival> queued_;
    pairs asked_;   // Begun and sent.
    pairs served_;  // Received and begun.
    std::vector<told> told_;
};

}  // namespace fairlead::page
