// SPDX-License-Identifier: MIT
//
// hang_watch — does a plugin's loop still turn? Whoever owes answers is sent a ping now and then,
// and has a time to answer it. Idle plugins are not asked: nobody waits for them. Pure.
#pragma once

#include <fairlead/vocabulary/ids.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace fairlead::broker::supervision {

class hang_watch {
public:
    using time_point = std::chrono::steady_clock::time_point;

    void watch(session_id who, std::chrono::milliseconds patience);
    void forget(session_id who) { watched_.erase(who); }
    bool any() const noexcept { return !watched_.empty(); }
    bool any_of(std::function<bool(session_id)> const& is_so) const;

    /// How long to wait between two looks.
    std::chrono::milliseconds period() const noexcept;

    struct silent_loop {
        session_id who;
        std::chrono::milliseconds silent_for;
    };
    struct findings {
        std::vector<session_id> to_ping;
        std::vector<silent_loop> hung;
    };
    findings look(time_point now, std::function<bool(session_id)> const& owes_answers);

    void on_pong(session_id who) noexcept;

private:
    struct loop {
        std::chrono::milliseconds patience;
        std::optional<time_point> asked;  ///< And not answered yet.
    };
    std::map<session_id, loop> watched_;
};

}  // namespace fairlead::broker::supervision
