// SPDX-License-Identifier: MIT
//
// alarm — one call back at a moment that can be moved or taken back, also from inside the call.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace fairlead::broker {

class alarm {
public:
    using clock = std::chrono::steady_clock;

    alarm(boost::asio::io_context& loop, std::function<void()> action);
    ~alarm();
    alarm(alarm const&) = delete;
    alarm& operator=(alarm const&) = delete;

    /// Instead of whatever was set before.
    void ring_at(clock::time_point when);
    void ring_in(clock::duration delay) { ring_at(clock::now() + delay); }
    void cancel() noexcept;

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace fairlead::broker
