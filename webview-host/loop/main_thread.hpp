// SPDX-License-Identifier: MIT
//
// main_thread — where the connection's thread and the window's loop meet: work handed to the main
// thread.
//
// Everything of a window belongs to one thread, and that thread never waits for the broker. The
// other threads hand it small functions. The queue has no bound of its own: whoever posts bounds
// what it has outstanding (the bridge one, the system calls a fixed number).
#pragma once

#include <functional>

namespace fairlead::host {

class main_thread {
public:
    using task = std::function<void()>;

    virtual ~main_thread() = default;

    /// Runs `job` on the main thread, in the order posted. From any thread; never waits. What has
    /// not run when run() returns is destroyed unrun.
    virtual void post(task job) = 0;

    /// Until quit(): its exit code.
    virtual int run() = 0;

    /// From any thread, also before run(). The first code counts.
    virtual void quit(int code) = 0;

    /// SIGTERM, SIGINT or SIGHUP has come: the session ends, or somebody wants us to. Runs on the
    /// main thread.
    virtual void on_stop_signal(task handler) = 0;
};

}  // namespace fairlead::host
