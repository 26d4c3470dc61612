// SPDX-License-Identifier: MIT
//
// callback_queue — one lock; nothing of the program runs under it.
#include "callback_queue.hpp"

#include "boundary.hpp"

namespace fairlead::c_abi {
namespace {

constexpr std::chrono::milliseconds drain_patience{1'500};

thread_local bool inside = false;

}  // namespace

bool callback_queue::is_inside() noexcept { return inside; }

void callback_queue::push(callback&& what) {
    waiting_.push_back(std::move(what));
    changed_.notify_one();
}

bool callback_queue::add(callback&& what) {
    const std::lock_guard lock{mutex_};
    if (stopped_ || waiting_.size() >= waiting_max_) return false;
    push(std::move(what));
    return true;
}

void callback_queue::owe(callback&& what) {
    const std::lock_guard lock{mutex_};
    push(std::move(what));
}

void callback_queue::request_begins() {
    const std::lock_guard lock{mutex_};
    ++requests_;
}

void callback_queue::request_ends() {
    const std::lock_guard lock{mutex_};
    if (--requests_ == 0) changed_.notify_all();
}

void callback_queue::goodbye() {
    const std::lock_guard lock{mutex_};
    leave_at_ = clock::now() + drain_patience;
    changed_.notify_all();
}

void callback_queue::broker_gone(std::string_view why) {
    const std::lock_guard lock{mutex_};
    gone_ = true;
    why_ = why;
    changed_.notify_all();
}

void callback_queue::stop() {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    changed_.notify_all();
}

bool callback_queue::is_stopped() const {
    const std::lock_guard lock{mutex_};
    return stopped_;
}

void callback_queue::leave() {
    stop();
    std::deque<callback> dropped;  // Outside of the lock: an unanswered request answers.
    std::unique_lock lock{mutex_};
    left_.wait(lock, [this] { return serving_ == 0; });
    dropped.swap(waiting_);
    lock.unlock();
}

bool callback_queue::run_one(std::unique_lock<std::mutex>& lock) {
    if (waiting_.empty()) return false;
    auto work = std::move(waiting_.front());
    waiting_.pop_front();
    ++running_;
    lock.unlock();
    inside = true;
    work();
    inside = false;
    work.reset();
    lock.lock();
    --running_;
    if (leave_at_) changed_.notify_all();
    return true;
}

std::optional<int> callback_queue::end(clock::time_point now) const {
    if (leave_at_ && ((running_ == 0 && requests_ == 0) || now >= *leave_at_)) return FAIRLEAD_OK;
    if (gone_ && !leave_at_) return fail(FAIRLEAD_BACKEND_GONE, why_);
    return std::nullopt;
}

int callback_queue::serve(std::optional<clock::time_point> until) {
    if (inside) return fail(FAIRLEAD_WRONG_THREAD, "fairlead_serve runs this function already");
    std::unique_lock lock{mutex_};
    ++serving_;
    const auto ended = [&]() -> int {
        for (;;) {
            if (stopped_) return fail(FAIRLEAD_STOPPED, "fairlead_stop was called");
            const bool ran = run_one(lock);
            const auto now = clock::now();
            if (const auto code = ran ? std::nullopt : end(now)) return *code;
            if (until && now >= *until) return fail(FAIRLEAD_TIMEOUT, "the time is over");
            if (ran || stopped_ || !waiting_.empty()) continue;
            auto wake = until;
            if (leave_at_ && (!wake || *leave_at_ < *wake)) wake = leave_at_;
            if (wake) changed_.wait_until(lock, *wake);
            else changed_.wait(lock);
        }
    }();
    if (--serving_ == 0) left_.notify_all();
    return ended;
}

}  // namespace fairlead::c_abi
