// SPDX-License-Identifier: MIT
//
// busy_timer — rings each time that another process has used so much processor time.
#pragma once

#include <chrono>
#include <csignal>
#include <ctime>
#include <optional>

#include <sys/types.h>

namespace fairlead::broker::guardian {

class busy_timer {
public:
    static constexpr int signal = SIGALRM;

    /// Sends us that signal. Where the kernel refuses, it never rings.
    busy_timer(pid_t whose, std::chrono::milliseconds each);
    ~busy_timer();
    busy_timer(busy_timer const&) = delete;
    busy_timer& operator=(busy_timer const&) = delete;

private:
    std::optional<timer_t> timer_;
};

}  // namespace fairlead::broker::guardian
