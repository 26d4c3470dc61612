// SPDX-License-Identifier: MIT
//
// pump — the loop of a thread that serves channels: looks at the rings while they are hot, and only
// when they fall silent arms their doorbells and sleeps in the io_context. The one door between
// shared memory and the event loop.
//
// Threading: everything on the thread that calls run().
#pragma once

#include <fairlead/io/yield_policy.hpp>
#include <fairlead/shm/doorbell.hpp>

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace fairlead::io {

/// What the pump serves: something with rings and a doorbell.
class pumped {
public:
    virtual ~pumped() = default;
    /// Handles a bounded number of messages. True: there was something.
    virtual bool drain() = 0;
    /// Arms for sleep. False: something arrived meanwhile.
    virtual bool try_sleep() = 0;
    virtual void wake() = 0;
    /// It was asked something since it last slept, and is likely to answer at once.
    virtual bool expects_answer() const { return false; }
    virtual shm::doorbell const& bell() const = 0;
};

class pump {
public:
    explicit pump(boost::asio::io_context& loop);
    ~pump();

    /// Serving lasts as long as the returned object, which must not outlive the pump. Either may
    /// end inside drain().
    class membership {
    public:
        membership() noexcept = default;
        membership(membership&&) noexcept = default;
        membership& operator=(membership&& other) noexcept;
        ~membership();

    private:
        friend pump;
        struct slot;
        explicit membership(std::shared_ptr<slot> one) noexcept;
        std::shared_ptr<slot> slot_;
    };
    [[nodiscard]] membership serve(pumped& who);

    /// Called after each round of drains, before the next look: the place to flush what they sent.
    void at_turn_end(std::function<void()> action) { turn_end_ = std::move(action); }

    /// Until the io_context is stopped.
    void run();

private:
    using slot = membership::slot;
    bool drain_hot();
    bool clear_bells();
    bool arm_hot();
    void wake_hot();
    bool expects_answer() const;
    void heat(std::shared_ptr<slot> const& one);
    void watch(std::shared_ptr<slot> const& one);

    boost::asio::io_context& loop_;
    std::vector<std::shared_ptr<slot>> hot_;
    std::function<void()> turn_end_;
    yield_policy policy_;
};

}  // namespace fairlead::io
