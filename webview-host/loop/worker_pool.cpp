// SPDX-License-Identifier: MIT
//
// worker_pool — one queue, one lock.
#include "webview-host/loop/worker_pool.hpp"

#include <csignal>
#include <utility>

namespace fairlead::host {

worker_pool::worker_pool(std::size_t threads, std::size_t waiting_max) : waiting_max_{waiting_max} {
    // Signals are for the main thread: these are born with all of them blocked.
    sigset_t all, before;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { serve(); });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

worker_pool::~worker_pool() {
    {
        const std::lock_guard lock{mutex_};
        ended_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
}

bool worker_pool::try_run(task job) {
    {
        const std::lock_guard lock{mutex_};
        if (waiting_.size() >= waiting_max_) return false;
        waiting_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void worker_pool::serve() {
    std::unique_lock lock{mutex_};
    for (;;) {
        wake_.wait(lock, [&] { return ended_ || !waiting_.empty(); });
        if (ended_) return;
        auto job = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        job();
        job = {};  // What it holds goes without the lock.
        lock.lock();
    }
}

}  // namespace fairlead::host
