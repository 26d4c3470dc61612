// SPDX-License-Identifier: MIT
//
// request_book — states are shared: one may be answered while something comes for it.
#include "request_book.hpp"

#include <vector>

namespace fairlead::c_abi {

bool request_state::is_cancelled() const {
    const std::lock_guard lock{mutex_};
    return cancelled_;
}

bool request_state::wait_cancelled(moment until) const {
    std::unique_lock lock{mutex_};
    const auto is_over = [this] { return cancelled_; };
    if (until) return changed_.wait_until(lock, *until, is_over);
    changed_.wait(lock, is_over);
    return true;
}

item_inbox::answer request_state::cancelled() {
    return {false, {}, {errc::cancelled, "the call was taken back", {}}, {}};
}

void request_state::cancel() {
    const std::lock_guard lock{mutex_};
    cancelled_ = true;
    changed_.notify_all();
    outlet.end();
    for (auto const& [number, inbox] : inboxes_) inbox->end(cancelled());
}

void request_state::deliver(client::stream_item const& item) {
    const std::lock_guard lock{mutex_};
    if (const auto found = inboxes_.find(item.stream); found != inboxes_.end())
        found->second->deliver(item);
}

std::shared_ptr<item_inbox> request_state::inbox(client::call_line line, wire::stream_id which) {
    auto made = std::make_shared<item_inbox>(std::move(line), which);
    const std::lock_guard lock{mutex_};
    if (!inboxes_.emplace(which, made).second) return nullptr;
    if (cancelled_) made->end(cancelled());
    return made;
}

std::shared_ptr<request_state> request_book::enter(request_id request) {
    auto made = std::make_shared<request_state>();
    const std::lock_guard lock{mutex_};
    states_.insert_or_assign(raw(request), made);
    return made;
}

void request_book::leave(request_id request) {
    const std::lock_guard lock{mutex_};
    states_.erase(raw(request));
}

std::shared_ptr<request_state> request_book::find(request_id request) const {
    const std::lock_guard lock{mutex_};
    const auto found = states_.find(raw(request));
    return found != states_.end() ? found->second : nullptr;
}

void request_book::cancel_all() {
    std::vector<std::shared_ptr<request_state>> all;
    {
        const std::lock_guard lock{mutex_};
        for (auto const& [number, state] : states_) all.push_back(state);
    }
    for (auto const& state : all) state->cancel();
}

}  // namespace fairlead::c_abi
