// SPDX-License-Identifier: MIT
//
// service_notice — what a service manager is told: sd_notify(3)'s datagrams to $NOTIFY_SOCKET.
// Without one nobody is told anything, and nothing wakes us for it.
#pragma once

#include <fairlead/vocabulary/unique_fd.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace fairlead::broker::telemetry {

class service_notice {
public:
    /// From the environment; what was there for us is not there for children any more.
    static service_notice from_environment();

    bool has_listener() const noexcept { return !address_.empty(); }

    /// "READY=1", "STATUS=…"; lines. Never waits: who does not read misses it.
    void say(std::string_view lines) const noexcept;

    /// So often somebody wants to hear WATCHDOG=1; 0: nobody.
    std::chrono::microseconds watchdog() const noexcept { return watchdog_; }

private:
    std::string address_;  // As connect(2) wants it behind the family; empty: nobody.
    std::chrono::microseconds watchdog_{0};
    unique_fd socket_;
};

}  // namespace fairlead::broker::telemetry
