// SPDX-License-Identifier: MIT
//
// broker_inbox — one copy per text, made on the connection's thread.
#include "webview-host/bridge/broker_inbox.hpp"

#include "webview-host/bridge/call_envelope.hpp"
#include "webview-host/bridge/page_outbox.hpp"
#include "webview-host/bridge/served_call_text.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <utility>

namespace fairlead::host {

bool broker_inbox::push(inbox_item item) {
    bytes_ += item.text.size();
    items_.push_back(std::move(item));
    return items_.size() == 1;
}

bool broker_inbox::push_callback(generation page, std::string_view text,
                                 client::callback_time const& time) {
    // Copied before the lock is taken: the main thread must not wait for 64 MiB.
    inbox_item item{inbox_item::kind::callback, page, {}, std::string{text}, 0, time};
    const std::lock_guard lock{mutex_};
    // Not bytes_ + size > max: that can wrap. As many of the short texts can come as there are
    // calls in flight, and that has its own bound.
    const bool has_room = bytes_ <= bytes_max_ && text.size() <= bytes_max_ - bytes_;
    if (has_room || is_served_cancel(text)) return push(std::move(item));
    if (const auto request = served_request_of(text); !request.empty()) {
        item.what = inbox_item::kind::refused_call;
        item.text = request;
    } else {
        item.text = rejection_text(callback_id_of(text), errc::overloaded,
                                   "the window does not take its answers");
    }
    return push(std::move(item));
}

bool broker_inbox::push_event(std::string_view topic, std::string_view data_json) {
    inbox_item item{inbox_item::kind::event, {}, std::string{topic}, {}, 0};
    item.text.reserve(topic.size() + data_json.size() + 24);
    item.text = "{\"name\":";
    append_json_string(item.text, topic);
    item.text.append(",\"data\":").append(data_json.empty() ? "[]" : data_json).append("}");

    const std::lock_guard lock{mutex_};
    if (bytes_ > bytes_max_ || item.text.size() > bytes_max_ - bytes_) {
        // One entry for each unbroken row of losses.
        if (items_.empty() || items_.back().what != inbox_item::kind::events_lost)
            return push({inbox_item::kind::events_lost, {}, std::string{topic}, {}, 1});
        ++items_.back().lost;
        return false;
    }
    return push(std::move(item));
}

std::vector<inbox_item> broker_inbox::take() {
    const std::lock_guard lock{mutex_};
    bytes_ = 0;
    return std::exchange(items_, {});
}

}  // namespace fairlead::host
