// SPDX-License-Identifier: MIT
//
// call_pool — one queue, one lock.
#include "call_pool.hpp"

#include <algorithm>

namespace fairlead {

call_pool::call_pool(std::size_t threads, std::size_t waiting_max) : waiting_max_{waiting_max} {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { serve(); });
}

call_pool::~call_pool() {
    std::list<waiting> dropped;  // Destroyed without the lock: its responders answer.
    {
        const std::lock_guard lock{mutex_};
        ended_ = true;
        dropped.swap(queue_);
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
}

bool call_pool::try_run(request_id request, work&& what) {
    {
        const std::lock_guard lock{mutex_};
        if (queue_.size() >= waiting_max_) return false;
        push(request, std::move(what));
    }
    wake_.notify_one();
    return true;
}

void call_pool::run(request_id request, work&& what) {
    {
        const std::lock_guard lock{mutex_};
        push(request, std::move(what));
    }
    wake_.notify_one();
}

void call_pool::push(request_id request, work&& what) {
    if (spare_.empty()) spare_.emplace_back();
    spare_.front() = {request, std::move(what)};
    queue_.splice(queue_.end(), spare_, spare_.begin());
}

void call_pool::cancel(request_id request) {
    work dropped;  // Ends without the lock: its responder answers.
    const std::lock_guard lock{mutex_};
    const auto found = std::find_if(queue_.begin(), queue_.end(),
                                    [&](auto const& one) { return one.request == request; });
    if (found == queue_.end()) return;
    dropped = std::move(found->what);
    spare_.splice(spare_.begin(), queue_, found);
}

bool call_pool::wait_idle(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    return idle_.wait_for(lock, patience, [&] { return queue_.empty() && running_ == 0; });
}

void call_pool::serve() {
    std::unique_lock lock{mutex_};
    for (;;) {
        wake_.wait(lock, [&] { return ended_ || !queue_.empty(); });
        if (ended_) return;
        auto what = std::move(queue_.front().what);
        spare_.splice(spare_.begin(), queue_, queue_.begin());
        ++running_;
        lock.unlock();
        what();
        what.reset();  // Its responder goes before we count as idle.
        lock.lock();
        if (--running_ == 0 && queue_.empty()) idle_.notify_all();
    }
}

}  // namespace fairlead
