// SPDX-License-Identifier: MIT
//
// here — a home on the thread that waits: for coroutines that are used where none are.
#pragma once

#include <fairlead/live/wake_up.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace fairlead::live {

class here final : public home {
public:
    void resume_soon(std::coroutine_handle<> which) override {
        const std::lock_guard lock{mutex_};
        woken_.push_back(which);
        changed_.notify_one();
    }
    std::stop_token stop_token() const noexcept override { return {}; }

    /// Runs what wakes up until `news` are settled.
    void run_until(wake_up const& news) {
        while (!news.is_settled()) {
            std::unique_lock lock{mutex_};
            changed_.wait(lock, [this] { return !woken_.empty(); });
            const auto which = woken_.front();
            woken_.pop_front();
            lock.unlock();
            which.resume();
        }
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::coroutine_handle<>> woken_;
};

}  // namespace fairlead::live
