// SPDX-License-Identifier: MIT
//
// pumping — a loop with its pump, and members that do what a test tells them.
#pragma once

#include "tests/protocol/support/patience.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/io/pump.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <sys/resource.h>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

namespace fairlead::tests {

namespace asio = boost::asio;

/// A member without rings: it has as much to do as it is told, and rings its own bell.
class scripted_member : public io::pumped {
public:
    bool drain() override {
        ++drains;
        if (on_drain) on_drain();
        if (work == 0) return false;
        --work;
        return true;
    }
    bool try_sleep() override {
        ++sleeps;
        if (on_try_sleep) on_try_sleep();
        return work == 0;
    }
    void wake() override { ++wakes; }
    shm::doorbell const& bell() const override { return bells.first; }

    void rings() { bells.second.ring(); }

    std::pair<shm::doorbell, shm::doorbell> bells = shm::doorbell::make_pair().value();
    std::size_t work = 0;
    std::size_t drains = 0, sleeps = 0, wakes = 0;
    std::function<void()> on_drain, on_try_sleep;
};

/// Goes to sleep after everybody else, a few times: the loop handles one thing after each, and each
/// bell that was rung is among them. Few enough that nobody counts as silent for that.
class last_to_sleep final : public io::pumped {
public:
    explicit last_to_sleep(asio::io_context& loop) : loop_{loop} {}
    ~last_to_sleep() override { *asleep_ = false; }
    bool drain() override { return false; }
    bool try_sleep() override {
        *asleep_ = true;
        if (++tries_ < 5) bells_.second.ring();
        else
            asio::post(loop_, [asleep = asleep_, &loop = loop_] {
                if (*asleep) loop.stop();
            });
        return true;
    }
    void wake() override { *asleep_ = false; }  // Called, too, when somebody else could not sleep.
    shm::doorbell const& bell() const override { return bells_.first; }

private:
    asio::io_context& loop_;
    std::pair<shm::doorbell, shm::doorbell> bells_ = shm::doorbell::make_pair().value();
    int tries_ = 0;
    std::shared_ptr<bool> asleep_ = std::make_shared<bool>(false);  // The loop may outlive us.
};

/// A loop and its pump, which every test stops; a deadline stops it as well, and is then a failure.
struct pumping {
    asio::io_context loop{1};
    io::pump pump{loop};
    bool ran_too_long = false;

    void run() {
        asio::steady_timer deadline{loop, patience};
        deadline.async_wait([this](auto failed) {
            if (failed) return;
            ran_too_long = true;
            loop.stop();
        });
        pump.run();
        loop.restart();
        CHECK_FALSE(ran_too_long);
    }
    void run_for(std::chrono::milliseconds time) {
        asio::steady_timer end{loop, time};
        end.async_wait([this](auto) { loop.stop(); });
        run();
    }
    /// Until all bells were heard and everybody sleeps.
    void settle() {
        last_to_sleep last{loop};
        const auto membership = pump.serve(last);
        run();
    }
};

inline long switches_of_this_thread() {
    rusage usage{};
    ::getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_nvcsw;  // Voluntary: what the rest of the machine does is not our doing.
}

}  // namespace fairlead::tests
