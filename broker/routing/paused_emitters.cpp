// SPDX-License-Identifier: MIT
//
// paused_emitters — an emitter goes on when the last of those it waits for has caught up.
#include "broker/routing/paused_emitters.hpp"
#include "broker/telemetry/log.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace fairlead::broker::routing {

bool paused_emitters::is_paused(peer const& emitter) const noexcept {
    return std::ranges::find(holds_, &emitter, &hold::emitter) != holds_.end();
}

void paused_emitters::pause(peer& emitter, peer& subscriber, std::string_view topic,
                            time_point now) {
    const bool held = std::ranges::any_of(holds_, [&](hold const& one) {
        return one.emitter == &emitter && one.subscriber == &subscriber;
    });
    if (held) return;
    if (!is_paused(emitter)) {
        ++counters_.emitters_paused;
        emitter.sink.pause();
    }
    holds_.push_back({&emitter, &subscriber, std::string{topic}, now});
}

void paused_emitters::release(peer const& subscriber) {
    std::vector<peer*> waited;
    for (auto const& one : holds_)
        if (one.subscriber == &subscriber) waited.push_back(one.emitter);
    std::erase_if(holds_, [&](hold const& one) { return one.subscriber == &subscriber; });
    for (auto* emitter : waited)
        if (!is_paused(*emitter)) emitter->sink.resume();
}

void paused_emitters::on_gone(peer& who) {
    std::erase_if(holds_, [&](hold const& one) { return one.emitter == &who; });
    release(who);
}

void paused_emitters::expire(time_point now) {
    for (auto& one : holds_) {
        if (one.named || now - one.since < named_after) continue;
        one.named = true;
        telemetry::log_warn("routing", "{} waits for {}, which does not take events: {} topic={}",
                            describe(*one.emitter), describe(*one.subscriber),
                            one.subscriber->sink.backlog(), one.topic);
    }
    for (;;) {
        const auto late = std::ranges::find_if(
            holds_, [&](hold const& one) { return now - one.since >= patience; });
        if (late == holds_.end()) return;
        auto& slow = *late->subscriber;
        slow.sink.cut(errc::overloaded,
                      fmt::format("{} has waited {} s for it to take events of '{}': {}",
                                  describe(*late->emitter), patience.count(), late->topic,
                                  slow.sink.backlog()));
        release(slow);
    }
}

time_point paused_emitters::next_deadline() const noexcept {
    auto next = never;
    for (auto const& one : holds_)
        next = std::min(next, one.since + (one.named ? patience : named_after));
    return next;
}

}  // namespace fairlead::broker::routing
