// SPDX-License-Identifier: MIT
//
// browser_door — without a connection everything is refused, and the bridge says so to the page.
#include "webview-host/dev/browser_door.hpp"

#include <fairlead/wire/limits.hpp>

namespace fairlead::host {

void browser_door::adopt(std::unique_ptr<client::connection> next, bridge& target) {
    connection_ = std::move(next);
    target_ = &target;
    connection_->on_callback(
        [&target](generation page, std::string_view text, client::callback_time const& time) {
            target.deliver_callback(page, text, time);
        });
}

bool browser_door::has_room_for(std::size_t bytes) const {
    if (!is_open()) return false;  // Until the next one is there.
    const auto waiting = connection_->waiting_bytes();
    // An empty queue takes one message of any size.
    return waiting == 0 ||
           (waiting < wire::overflow_bytes_max / 2 && bytes < wire::overflow_bytes_max / 2);
}

bool browser_door::invoke(generation page, std::string_view text, bool takes_live) {
    return connection_ && connection_->invoke(page, text, takes_live);
}

void browser_door::settled(client::callback_time const& what) {
    if (connection_) connection_->settled(what);
}

bool browser_door::is_open() const { return connection_ && connection_->is_open(); }

bool browser_door::forget(generation page) { return !connection_ || connection_->forget(page); }

void browser_door::run_soon(std::function<void()> work) {
    constexpr std::chrono::milliseconds soon{20};
    if (connection_) connection_->post_after(soon, std::move(work));
}

void browser_door::request_page(generation, std::string, client::page_handler done) {
    done("a browser has no channel of its own");
}

void browser_door::subscribe(std::string_view topic) {
    if (!connection_) return;  // Asked again of the next.
    connection_->subscribe(
        topic,
        [target = target_](std::string_view name, std::string_view data) {
            target->deliver_event(name, data);
        },
        [this, wanted = std::string{topic}](client::reply const& reply) {
            if (!reply.ok && reply.code != errc::backend_gone)
                connection_->log(client::log_level::warning,
                                 "the page cannot hear '" + wanted +
                                     "': " + std::string{reply.message});
        });
}

void browser_door::unsubscribe(std::string_view topic) {
    if (connection_) connection_->unsubscribe(topic);
}

void browser_door::log(log_level level, std::string_view text) {
    if (!connection_) return;
    const auto number = level == log_level::print ? log_level::info : level;
    connection_->log(static_cast<client::log_level>(number), text);
}

}  // namespace fairlead::host
