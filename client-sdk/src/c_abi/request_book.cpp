// SPDX-License-Identifier: MIT
//
// request_book — one condition for all: few sleep, fewer are cancelled.
#include "request_book.hpp"

namespace fairlead::c_abi {

void request_book::enter(request_id request) {
    const std::lock_guard lock{mutex_};
    cancelled_.emplace(raw(request), false);
}

void request_book::leave(request_id request) {
    const std::lock_guard lock{mutex_};
    cancelled_.erase(raw(request));
}

void request_book::cancel(request_id request) {
    const std::lock_guard lock{mutex_};
    const auto found = cancelled_.find(raw(request));
    if (found == cancelled_.end()) return;
    found->second = true;
    changed_.notify_all();
}

void request_book::cancel_all() {
    const std::lock_guard lock{mutex_};
    all_ = true;
    changed_.notify_all();
}

bool request_book::look_up(request_id request) const {
    const auto found = cancelled_.find(raw(request));
    return all_ || (found != cancelled_.end() && found->second);
}

bool request_book::is_cancelled(request_id request) const {
    const std::lock_guard lock{mutex_};
    return look_up(request);
}

bool request_book::wait_cancelled(request_id request, std::chrono::milliseconds patience) const {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [&] { return look_up(request); });
}

}  // namespace fairlead::c_abi
