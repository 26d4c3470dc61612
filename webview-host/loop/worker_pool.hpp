// SPDX-License-Identifier: MIT
//
// worker_pool — a few threads for what the main thread must not wait for: disks.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace fairlead::host {

class worker_pool {
public:
    using task = std::function<void()>;

    explicit worker_pool(std::size_t threads = 2, std::size_t waiting_max = 16'384);
    ~worker_pool();  ///< What runs is waited for, what waits is dropped.
    worker_pool(worker_pool const&) = delete;
    worker_pool& operator=(worker_pool const&) = delete;

    /// From any thread. False: too much waits already.
    bool try_run(task job);

private:
    void serve();

    const std::size_t waiting_max_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<task> waiting_;
    bool ended_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace fairlead::host
