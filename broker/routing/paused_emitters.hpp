// SPDX-License-Identifier: MIT
//
// paused_emitters — who is not listened to until which subscribers have caught up; so nothing of a
// topic that blocks is lost. Bounded in time: who keeps an emitter waiting for too long is cut.
#pragma once

#include "broker/routing/peer.hpp"
#include "broker/telemetry/counters.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::routing {

class paused_emitters {
public:
    static constexpr std::chrono::seconds named_after{1};  ///< A line in the log.
    static constexpr std::chrono::seconds patience{5};     ///< The subscriber is cut.

    explicit paused_emitters(telemetry::counters& counters) noexcept : counters_{counters} {}

    /// `subscriber` took an event of `topic` only beside its ring.
    void pause(peer& emitter, peer& subscriber, std::string_view topic, time_point now);

    /// Nothing waits for it any more.
    void on_caught_up(peer& subscriber) {
        if (!holds_.empty()) release(subscriber);
    }
    void on_gone(peer& who);

    void expire(time_point now);
    time_point next_deadline() const noexcept;

private:
    struct hold {
        peer* emitter;
        peer* subscriber;
        std::string topic;
        time_point since;
        bool named = false;
    };
    bool is_paused(peer const& emitter) const noexcept;
    void release(peer const& subscriber);

    telemetry::counters& counters_;
    std::vector<hold> holds_;  // Few: one for each emitter and subscriber that it waits for.
};

}  // namespace fairlead::broker::routing
