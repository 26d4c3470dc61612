// SPDX-License-Identifier: MIT
//
// event_port — and the events handle on it.
#include "event_port.hpp"

#include <fairlead/events.hpp>

#include <algorithm>
#include <utility>

namespace fairlead {

void event_port::subscribe(std::string const& topic) {
    to_->subscribe(topic,
                   [weak = weak_from_this(), topic](std::string_view, std::string_view data) {
                       if (const auto port = weak.lock()) port->deliver(topic, data);
                   });
}

void event_port::add(std::shared_ptr<event_listener> who) {
    const std::lock_guard lock{mutex_};
    auto const& topic = who->topic;
    auto& all = topics_[topic];
    all.push_back(who);
    if (all.size() == 1 && to_ != nullptr) subscribe(topic);
}

void event_port::open(client::connection& to) {
    const std::lock_guard lock{mutex_};
    to_ = &to;
    for (auto const& [topic, all] : topics_) subscribe(topic);
}

void event_port::deliver(std::string const& topic, std::string_view data) {
    list all;
    {
        const std::lock_guard lock{mutex_};
        const auto found = topics_.find(topic);
        if (found == topics_.end()) return;  // Unsubscribed while it was on its way.
        all = found->second;
    }
    // A copy: handlers come and go while it is delivered.
    for (auto const& each : all) {
        if (!may_hear(*each)) continue;
        try {
            each->handler(data);
        } catch (std::exception const& problem) {
            complain("event '" + topic + "' was passed over: " + problem.what());
        }
    }
}

bool event_port::may_hear(event_listener& who) {
    const std::lock_guard lock{mutex_};
    if (who.ended) return false;
    if (who.times_left >= 0 && --who.times_left <= 0) drop(who);
    return true;
}

void event_port::drop(event_listener& who) {
    if (std::exchange(who.ended, true)) return;
    const auto found = topics_.find(who.topic);
    if (found == topics_.end()) return;
    std::erase_if(found->second, [&](auto const& one) { return one.get() == &who; });
    if (!found->second.empty()) return;
    topics_.erase(found);
    if (to_ != nullptr) to_->unsubscribe(who.topic);
}

void event_port::remove(event_listener& who) {
    const std::lock_guard lock{mutex_};
    drop(who);
}

void event_port::remove_topic(std::string_view topic) {
    const std::lock_guard lock{mutex_};
    const auto found = topics_.find(topic);
    if (found == topics_.end()) return;
    for (auto const& each : list{found->second}) drop(*each);
}

void event_port::remove_all() {
    const std::lock_guard lock{mutex_};
    while (!topics_.empty())
        for (auto const& each : list{topics_.begin()->second}) drop(*each);
}

void event_port::forget() {
    std::map<std::string, list, std::less<>> dropped;  // Ends without the lock.
    const std::lock_guard lock{mutex_};
    dropped.swap(topics_);
}

void event_port::complain(std::string const& sentence) {
    const std::lock_guard lock{mutex_};
    if (to_ != nullptr) to_->log(client::log_level::warning, sentence);
}

void listening::off() const {
    if (const auto port = port_.lock()) port->remove(*who_);
}

bool events::emit_json(std::string_view topic, std::string_view data_array) const {
    return port_->emit(topic, data_array);
}

listening events::on_json(std::string topic, std::function<void(std::string_view)> handler,
                          int times) const {
    auto who = std::make_shared<event_listener>(
        event_listener{std::move(topic), std::move(handler), times});
    port_->add(who);
    return {port_, std::move(who)};
}

void events::off_topic(std::string_view topic) const { port_->remove_topic(topic); }
void events::off_all() const { port_->remove_all(); }

}  // namespace fairlead
