// SPDX-License-Identifier: MIT
//
// glib_main_thread — the main thread of a GTK window: the default GLib context.
#pragma once

#include "webview-host/loop/main_thread.hpp"
#include "webview-host/loop/task_queue.hpp"

#include <chrono>
#include <memory>

// GLib stays out of this header: who posts a task need not know whose loop runs it.
struct _GMainLoop;
struct _GSource;

namespace fairlead::host {

class glib_main_thread final : public main_thread {
public:
    glib_main_thread();
    ~glib_main_thread() override;
    glib_main_thread(glib_main_thread const&) = delete;
    glib_main_thread& operator=(glib_main_thread const&) = delete;

    void post(task job) override;
    int run() override;
    void quit(int code) override;
    void on_stop_signal(task handler) override;

    /// Once, after that time. Main thread only.
    void after(std::chrono::milliseconds delay, task job);

private:
    struct unref {
        void operator()(_GMainLoop* loop) const noexcept;
        void operator()(_GSource* source) const noexcept;
    };
    using source = std::unique_ptr<_GSource, unref>;

    task_queue tasks_;
    std::unique_ptr<_GMainLoop, unref> loop_;
    source wakeup_;  // Ready when tasks_ has some.
    source terminate_, interrupt_, hang_up_;
    task on_stop_;
    std::vector<source> timers_;
};

}  // namespace fairlead::host
