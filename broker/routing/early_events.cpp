// SPDX-License-Identifier: MIT
//
// early_events — a list in the order of emission: a page has few topics, and it asks once for each.
#include "broker/routing/early_events.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <algorithm>

namespace fairlead::broker::routing {

void early_events::open(time_point now) {
    drop_all();
    heard_.clear();
    lost_ = 0;
    ends_ = now + limits_.load_max;
}

void early_events::on_loaded(time_point now) {
    if (is_open(now)) ends_ = std::min(ends_, now + limits_.after_load);
}

void early_events::drop_all() {
    events_.clear();
    bytes_ = 0;
}

void early_events::keep(std::string_view topic, std::span<const std::byte> data) {
    if (heard_.contains(topic)) return;
    if (topic.size() + data.size() > limits_.bytes_max) return ++lost_, void();
    bytes_ += events_.emplace_back(std::string{topic}, std::string{wire::as_text(data)}).bytes();
    while (events_.size() > limits_.events_max || bytes_ > limits_.bytes_max) {
        bytes_ -= events_.front().bytes();
        events_.pop_front();
        ++lost_;
    }
}

void early_events::give(std::string_view topic, time_point now,
                        std::function<void(std::string_view data)> const& visit) {
    if (!is_open(now)) return drop_all();
    if (!heard_.emplace(topic).second) return;
    std::deque<event> others;
    for (auto& one : std::exchange(events_, {})) {
        if (one.topic != topic) {
            others.push_back(std::move(one));
            continue;
        }
        bytes_ -= one.bytes();
        visit(one.data);
    }
    events_ = std::move(others);
}

}  // namespace fairlead::broker::routing
