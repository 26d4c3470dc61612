// SPDX-License-Identifier: MIT
//
// call_pool — runs calls on a few threads, so that a slow one holds up nobody; bounded in what
// waits.
#pragma once

#include "work.hpp"

#include <fairlead/vocabulary/ids.hpp>

#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace fairlead {

class call_pool {
public:
    call_pool(std::size_t threads, std::size_t waiting_max);
    ~call_pool();  ///< What waits is dropped; what runs is waited for.

    /// False: too many wait already; `what` is left as it is.
    bool try_run(request_id request, work&& what);
    /// Past that bound: what was admitted before and goes on.
    void run(request_id request, work&& what);
    /// Drops the call if it has not begun.
    void cancel(request_id request);
    /// Waits until nothing runs or waits. False: it took longer.
    bool wait_idle(std::chrono::milliseconds patience);

private:
    struct waiting {
        request_id request;
        work what;
    };
    void serve();
    void push(request_id request, work&& what);

    std::size_t waiting_max_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable idle_;
    std::list<waiting> queue_;
    std::list<waiting> spare_;  // Empty places; as many as have waited at a time.
    std::size_t running_ = 0;
    bool ended_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace fairlead
