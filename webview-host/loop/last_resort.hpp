// SPDX-License-Identifier: MIT
//
// last_resort — ends this process when its orderly end does not come. On a thread of its own: what
// a toolkit does on the main thread, in destructors and in exit() may wait for somebody who has
// gone as well, for ever.
#pragma once

#include "webview-host/loop/end_deadlines.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace fairlead::host {

class last_resort {
public:
    using clock = std::chrono::steady_clock;
    using action = std::function<void(std::string_view why)>;

    /// `end` runs at most once. Throws std::system_error.
    explicit last_resort(action end = end_process);
    ~last_resort();
    last_resort(last_resort const&) = delete;
    last_resort& operator=(last_resort const&) = delete;

    /// If who started us wants us to end with it (PR_SET_PDEATHSIG): so long after its end.
    void follow_parent(std::chrono::milliseconds patience);

    /// From any thread. Of several the earliest counts, and its words.
    void end_within(std::chrono::milliseconds patience, std::string why);
    /// Those are off. Its parent's end is not.
    void withdraw();

    /// Says why on stderr, and runs nothing else.
    [[noreturn]] static void end_process(std::string_view why);

private:
    void watch();
    void look_again() const;

    action end_;
    unique_fd news_;  // Something below has changed.
    std::mutex mutex_;
    bool stopped_ = false;
    unique_fd parent_;
    std::chrono::milliseconds parent_patience_{0};
    end_deadlines deadlines_;
    std::thread thread_;
};

}  // namespace fairlead::host
