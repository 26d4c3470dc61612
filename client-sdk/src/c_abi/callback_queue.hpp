// SPDX-License-Identifier: MIT
//
// callback_queue — functions of the program that wait for one of its threads to come and run them.
#pragma once

#include "client-sdk/src/work.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::c_abi {

/// One call of a function of the program.
using callback = work;

class callback_queue {
public:
    using clock = std::chrono::steady_clock;

    explicit callback_queue(std::size_t waiting_max) noexcept : waiting_max_{waiting_max} {}

    /// False: too many wait; `what` is left as it is.
    bool add(callback&& what);
    /// Without that bound: there are only as many as calls were made.
    void owe(callback&& what);

    /// A request that was begun keeps serve() from returning after a goodbye.
    void request_begins();
    void request_ends();

    void goodbye();
    void broker_gone(std::string_view why);
    void stop();
    /// Nobody will run what waits.
    bool is_stopped() const;
    /// Drops what waits, and waits until nobody is in serve().
    void leave();

    /// fairlead_serve
    int serve(std::optional<clock::time_point> until);
    /// This thread is running one of the functions of some queue.
    static bool is_inside() noexcept;

private:
    void push(callback&& what);
    bool run_one(std::unique_lock<std::mutex>& lock);
    /// A code, or nothing: wait on.
    std::optional<int> end(clock::time_point now) const;

    std::size_t waiting_max_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::condition_variable left_;
    std::deque<callback> waiting_;
    std::size_t running_ = 0;
    std::size_t requests_ = 0;
    std::size_t serving_ = 0;
    std::optional<clock::time_point> leave_at_;  // Once there was a goodbye.
    bool gone_ = false;
    bool stopped_ = false;
    std::string why_;
};

}  // namespace fairlead::c_abi
