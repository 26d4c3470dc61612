// SPDX-License-Identifier: MIT
//
// connection_door — names of the bridge into names of the SDK.
#include "webview-host/bridge/connection_door.hpp"

#include "webview-host/bridge/bridge.hpp"

#include <fairlead/vocabulary/assert.hpp>

namespace fairlead::host {

void connection_door::lead_to(bridge& target) {
    target_ = &target;
    connection_->on_callback(
        [&target](generation page, std::string_view text, client::callback_time const& time) {
            target.deliver_callback(page, text, time);
        });
}

void connection_door::adopt(std::unique_ptr<client::connection> next) {
    connection_ = std::move(next);
    if (target_ != nullptr) lead_to(*target_);
}

bool connection_door::invoke(generation page, std::string_view text, bool takes_live) {
    return connection_->invoke(page, text, takes_live);
}

void connection_door::settled(client::callback_time const& what) { connection_->settled(what); }

bool connection_door::forget(generation page) { return connection_->forget(page); }

void connection_door::run_soon(std::function<void()> work) {
    constexpr std::chrono::milliseconds soon{20};
    connection_->post_after(soon, std::move(work));
}

void connection_door::request_page(generation page, std::string origin, client::page_handler done) {
    connection_->request_page(page, std::move(origin), std::move(done));
}

void connection_door::subscribe(std::string_view topic) {
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

void connection_door::unsubscribe(std::string_view topic) { connection_->unsubscribe(topic); }

void connection_door::log(log_level level, std::string_view text) {
    static_assert(static_cast<int>(log_level::fatal) == static_cast<int>(client::log_level::fatal));
    const auto number = level == log_level::print ? log_level::info : level;
    connection_->log(static_cast<client::log_level>(number), text);
}

}  // namespace fairlead::host
