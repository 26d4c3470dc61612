// SPDX-License-Identifier: MIT
//
// queue_main_thread — the main thread of a host without a window: tasks, one input, two signals.
#pragma once

#include "webview-host/loop/main_thread.hpp"
#include "webview-host/loop/task_queue.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <csignal>

namespace fairlead::host {

class queue_main_thread final : public main_thread {
public:
    /// Takes SIGTERM and SIGINT for itself: make it before any thread, they inherit the mask.
    queue_main_thread();
    ~queue_main_thread() override;
    queue_main_thread(queue_main_thread const&) = delete;
    queue_main_thread& operator=(queue_main_thread const&) = delete;

    void post(task job) override;
    int run() override;
    void quit(int code) override;
    void on_stop_signal(task handler) override;

    /// `on_readable` runs whenever `fd` has something to read, or has ended, until ignore_input().
    void watch_input(int fd, task on_readable);
    void ignore_input();  ///< watch_input() again to go on.

private:
    void wake() noexcept;

    task_queue tasks_;
    unique_fd wakeup_;
    unique_fd signals_;
    sigset_t mask_before_{};
    int input_ = -1;
    task on_input_, on_stop_;
};

}  // namespace fairlead::host
