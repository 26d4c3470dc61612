// SPDX-License-Identifier: MIT
//
// task_queue — functions from any thread, taken by the main thread all at once.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace fairlead::host {

class task_queue {
public:
    using task = std::function<void()>;

    /// True: it was empty, the main thread must be woken.
    bool push(task job) {
        const std::lock_guard lock{mutex_};
        tasks_.push_back(std::move(job));
        return tasks_.size() == 1;
    }

    std::vector<task> take() {
        const std::lock_guard lock{mutex_};
        return std::exchange(tasks_, {});
    }

    /// True: nobody has quit before.
    bool quit(int code) {
        const std::lock_guard lock{mutex_};
        if (exit_code_) return false;
        exit_code_ = code;
        return true;
    }

    std::optional<int> exit_code() const {
        const std::lock_guard lock{mutex_};
        return exit_code_;
    }

    /// Stops early when one of the tasks quits: what is behind it may refer to what has ended.
    void run_all() {
        for (auto& job : take()) {
            if (exit_code()) return;
            job();
        }
    }

private:
    mutable std::mutex mutex_;
    std::vector<task> tasks_;
    std::optional<int> exit_code_;
};

}  // namespace fairlead::host
