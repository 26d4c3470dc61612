// SPDX-License-Identifier: MIT
//
// call_pool — runs calls on a few threads, so that a slow one holds up nobody; bounded in what
// waits.
#pragma once

#include <fairlead/vocabulary/ids.hpp>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace fairlead {

class call_pool {
public:
    call_pool(std::size_t threads, std::size_t waiting_max);
    ~call_pool();  ///< What waits is dropped; what runs is waited for.

    /// False: too many wait already.
    bool try_run(request_id request, std::function<void()> work);
    /// Drops the call if it has not begun.
    void cancel(request_id request);
    /// Waits until nothing runs or waits. False: it took longer.
    bool wait_idle(std::chrono::milliseconds patience);

private:
    struct waiting {
        request_id request;
        std::function<void()> work;
    };
    void serve();

    std::size_t waiting_max_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable idle_;
    std::deque<waiting> queue_;
    std::size_t running_ = 0;
    bool ended_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace fairlead
