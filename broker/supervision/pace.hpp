// SPDX-License-Identifier: MIT
//
// pace — does a plugin compute for somebody, or for itself? Who keeps a processor busy and says
// nothing meanwhile comes behind all others until it has calmed down. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace fairlead::broker::supervision {

class pace {
public:
    using clock = std::chrono::steady_clock;
    using milliseconds = std::chrono::milliseconds;

    /// Between two looks at one that is held back.
    static constexpr milliseconds look_every{500};
    /// So long it may compute without a word: large payloads and honest work take their time, and
    /// on a busy machine whoever is held back gets next to nothing.
    static constexpr milliseconds patience{5'000};
    /// Held back that long it is named.
    static constexpr milliseconds named_after{1'000};

    enum class change {
        none,
        hold_back,
        name,  ///< It is held back, and that is to be told.
        let_go,
    };

    struct facts {
        std::uint64_t heard = 0;  ///< Frames of it since its start.
        milliseconds demand{0};   ///< What its threads have used or waited for, since its start.
        clock::time_point now{};
    };

    bool held_back() const noexcept { return since_.has_value(); }
    /// And that was told.
    bool named() const noexcept { return named_; }

    /// It has used another `tick` of a processor.
    change on_busy(facts const& now, milliseconds tick);

    /// Each look_every, while it is held back.
    change on_look(facts const& now);

private:
    std::optional<clock::time_point> since_;
    bool named_ = false;
    std::optional<facts> ticked_;  // By the last tick.
    milliseconds silent_for_{0};   // Of processor time, busy all along.
    std::optional<facts> looked_;  // At the last look since it is held back.
};

}  // namespace fairlead::broker::supervision
