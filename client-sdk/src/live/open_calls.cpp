// SPDX-License-Identifier: MIT
//
// open_calls — nothing of a call is run or destroyed under the lock.
#include "open_calls.hpp"

#include <vector>

namespace fairlead {

void open_calls::open(call_pool& pool, client::connection& broker) {
    const std::lock_guard lock{mutex_};
    pool_ = &pool;
    broker_ = &broker;
}

std::shared_ptr<live::live_call> open_calls::admit(method const& what,
                                                   client::incoming_call& arrived) {
    const std::lock_guard lock{mutex_};
    if (stopped_ || pool_ == nullptr || all_.size() >= open_max_) return nullptr;
    const auto request = arrived.request;
    auto one = std::make_shared<live::live_call>(weak_from_this(), what, std::move(arrived),
                                                 broker_->pool());
    all_.emplace(request, one);
    return one;
}

std::shared_ptr<live::live_call> open_calls::find(request_id request) const {
    const std::lock_guard lock{mutex_};
    const auto found = all_.find(request);
    return found != all_.end() ? found->second : nullptr;
}

void open_calls::finished(request_id request) noexcept {
    std::shared_ptr<live::live_call> gone;
    const std::lock_guard lock{mutex_};
    const auto found = all_.find(request);
    if (found == all_.end()) return;
    gone = std::move(found->second);
    all_.erase(found);
    if (all_.empty()) changed_.notify_all();
}

void open_calls::run_soon(bool on_loop, std::function<void()> what) {
    const std::lock_guard lock{mutex_};
    if (pool_ == nullptr) return;
    if (on_loop) broker_->post(std::move(what));
    else pool_->run(no_request, work{[what = std::move(what)] { what(); }});
}

void open_calls::run_after(std::chrono::milliseconds delay, std::function<void()> what) {
    const std::lock_guard lock{mutex_};
    if (pool_ != nullptr) broker_->post_after(delay, std::move(what));
}

void open_calls::stop_all() {
    std::vector<std::shared_ptr<live::live_call>> all;
    {
        const std::lock_guard lock{mutex_};
        stopped_ = true;
        for (auto const& [request, one] : all_) all.push_back(one);
    }
    for (auto const& one : all) one->stop();
}

bool open_calls::wait_empty(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [this] { return all_.empty(); });
}

void open_calls::leave_threads() {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    pool_ = nullptr;
}

void open_calls::destroy_all() {
    std::map<request_id, std::shared_ptr<live::live_call>> dropped;
    const std::lock_guard lock{mutex_};
    dropped.swap(all_);
}

std::size_t open_calls::size() const {
    const std::lock_guard lock{mutex_};
    return all_.size();
}

}  // namespace fairlead
