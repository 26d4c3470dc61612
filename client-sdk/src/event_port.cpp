// SPDX-License-Identifier: MIT
//
// event_port — and the events handle on it.
#include "event_port.hpp"

#include <fairlead/events.hpp>

namespace fairlead {

void event_port::subscribe(client::connection& to, std::string const& topic, handler on_event) {
    to.subscribe(
        topic, [&to, on_event = std::move(on_event)](std::string_view name, std::string_view data) {
            try {
                on_event(data);
            } catch (json::bad_value const& problem) {
                to.log(client::log_level::warning,
                       "event '" + std::string{name} + "' was passed over: " + problem.what());
            }
        });
}

void event_port::on(std::string topic, handler on_event) {
    const std::lock_guard lock{mutex_};
    if (to_ != nullptr) subscribe(*to_, topic, std::move(on_event));
    else early_.emplace_back(std::move(topic), std::move(on_event));
}

void event_port::open(client::connection& to) {
    const std::lock_guard lock{mutex_};
    to_ = &to;
    for (auto& [topic, on_event] : std::exchange(early_, {}))
        subscribe(to, topic, std::move(on_event));
}

bool events::emit_json(std::string_view topic, std::string_view data_array) const {
    return port_->emit(topic, data_array);
}

void events::on_json(std::string topic, std::function<void(std::string_view)> handler) const {
    port_->on(std::move(topic), std::move(handler));
}

}  // namespace fairlead
