// SPDX-License-Identifier: MIT
//
// connection_door — names of the bridge into names of the SDK.
#include "webview-host/bridge/connection_door.hpp"

#include "webview-host/bridge/bridge.hpp"

#include <fairlead/vocabulary/assert.hpp>

namespace fairlead::host {

void connection_door::lead_to(bridge& target) {
    target_ = &target;
    if (connection_) hear_callbacks();
}

void connection_door::adopt(std::unique_ptr<client::connection> next) {
    connection_ = std::move(next);
    if (target_ != nullptr) hear_callbacks();
}

void connection_door::hear_callbacks() {
    connection_->on_callback([target = target_](generation page, std::string_view text,
                                                client::callback_time const& time) {
        target->deliver_callback(page, text, time);
    });
}

bool connection_door::invoke(generation page, std::string_view text, bool takes_live) {
    return connection_ && connection_->invoke(page, text, takes_live);
}

void connection_door::settled(client::callback_time const& what) {
    if (connection_) connection_->settled(what);
}

bool connection_door::forget(generation page) { return !connection_ || connection_->forget(page); }

void connection_door::run_soon(std::function<void()> work) {
    constexpr std::chrono::milliseconds soon{20};
    if (connection_) connection_->post_after(soon, std::move(work));
}

void connection_door::request_page(generation page, std::string origin, client::page_handler done) {
    if (connection_) return connection_->request_page(page, std::move(origin), std::move(done));
    done("there is no broker");
}

void connection_door::subscribe(std::string_view topic) {
    if (!connection_) return;  // Asked again of the next.
    FAIRLEAD_ASSERT(target_ != nullptr);
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

void connection_door::unsubscribe(std::string_view topic) {
    if (connection_) connection_->unsubscribe(topic);
}

void connection_door::log(log_level level, std::string_view text) {
    if (!connection_) return;
    static_assert(static_cast<int>(log_level::fatal) == static_cast<int>(client::log_level::fatal));
    const auto number = level == log_level::print ? log_level::info : level;
    connection_->log(static_cast<client::log_level>(number), text);
}

}  // namespace fairlead::host
