// SPDX-License-Identifier: MIT
//
// task — a method that may wait without holding a thread:
//
//   fairlead::task<Report> Crunch(fairlead::call_context& call, int steps) {
//       for (int step = 0; step < steps; ++step) {
//           co_await call.sleep(10ms);
//           call.progress(step);
//       }
//       co_return Report{…};
//   }
//
// It begins when it is awaited (a method: when it is called) and goes on where its call runs. What
// it throws comes out of co_await. Whoever has the task owns its frame.
#pragma once

#include <fairlead/live/wake_up.hpp>

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace fairlead {

template <class T = void>
class task;

namespace live {

/// What all coroutines of this SDK have: where they go on, and who hears of news.
struct promise_base {
    home* where = nullptr;
    std::exception_ptr failed;
    wake_up news;

    /// Without symmetric transfer, which grows the stack in builds that do not optimise.
    struct tell {
        bool await_ready() const noexcept { return false; }
        template <class Promise>
        void await_suspend(std::coroutine_handle<Promise> self) const noexcept {
            self.promise().news.settle();
        }
        void await_resume() const noexcept {}
    };
    std::suspend_always initial_suspend() const noexcept { return {}; }
    tell final_suspend() const noexcept { return {}; }
    void unhandled_exception() noexcept { failed = std::current_exception(); }
};

template <class T>
struct task_promise : promise_base {
    std::optional<T> value;
    task<T> get_return_object() noexcept;
    template <class From>
    void return_value(From&& from) {
        value.emplace(std::forward<From>(from));
    }
    T take() {
        if (failed) std::rethrow_exception(failed);
        return std::move(*value);
    }
};

template <>
struct task_promise<void> : promise_base {
    task<void> get_return_object() noexcept;
    void return_void() const noexcept {}
    void take() const {
        if (failed) std::rethrow_exception(failed);
    }
};

/// Owns a frame.
template <class Promise>
class frame {
public:
    frame() noexcept = default;
    explicit frame(std::coroutine_handle<Promise> what) noexcept : what_{what} {}
    frame(frame&& other) noexcept : what_{std::exchange(other.what_, {})} {}
    frame& operator=(frame&& other) noexcept {
        if (this != &other) {
            reset();
            what_ = std::exchange(other.what_, {});
        }
        return *this;
    }
    ~frame() { reset(); }

    void reset() noexcept {
        if (what_) std::exchange(what_, {}).destroy();
    }
    explicit operator bool() const noexcept { return static_cast<bool>(what_); }
    Promise& promise() const noexcept { return what_.promise(); }
    bool done() const noexcept { return what_.done(); }

    /// Runs it until it has news, or waits for something else: then true, and `who` comes back.
    template <class Waiting>
    bool run_for(std::coroutine_handle<Waiting> who) const {
        auto& mine = what_.promise();
        auto& there = *who.promise().where;
        mine.where = &there;
        mine.news.reset();
        what_.resume();
        return mine.news.arm(who, there);
    }
    void resume() const { what_.resume(); }

private:
    std::coroutine_handle<Promise> what_;
};

}  // namespace live

template <class T>
class [[nodiscard]] task {
public:
    using promise_type = live::task_promise<T>;
    using value_type = T;

    explicit task(std::coroutine_handle<promise_type> what) noexcept : frame_{what} {}

    class outcome {
    public:
        explicit outcome(live::frame<promise_type> child) noexcept : child_{std::move(child)} {}
        bool await_ready() const noexcept { return false; }
        template <class Promise>
        bool await_suspend(std::coroutine_handle<Promise> parent) {
            return child_.run_for(parent);
        }
        T await_resume() { return child_.promise().take(); }

    private:
        live::frame<promise_type> child_;
    };
    outcome operator co_await() && noexcept { return outcome{std::move(frame_)}; }

private:
    live::frame<promise_type> frame_;
};

template <class T>
task<T> live::task_promise<T>::get_return_object() noexcept {
    return task<T>{std::coroutine_handle<task_promise>::from_promise(*this)};
}
inline task<void> live::task_promise<void>::get_return_object() noexcept {
    return task<void>{std::coroutine_handle<task_promise>::from_promise(*this)};
}

}  // namespace fairlead
