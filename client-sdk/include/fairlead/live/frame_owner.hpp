// SPDX-License-Identifier: MIT
//
// frame_owner — the one coroutine that a call (or the pump of an argument stream) is made of, and
// its end. The frames of all others are owned by it, directly or through tasks and streams in it.
//
// The frame goes with its owner: when it has run to its end, or, where it waits for something that
// will not come any more, when nothing runs coroutines any longer.
#pragma once

#include <fairlead/task.hpp>

namespace fairlead::live {

class frame_owner : public home {
public:
    frame_owner(frame_owner const&) = delete;
    frame_owner& operator=(frame_owner const&) = delete;

    /// What the driver threw. It comes before on_end().
    virtual void on_failed(std::exception_ptr why) noexcept = 0;
    /// It has run to its end. May destroy this.
    virtual void on_end() noexcept = 0;

protected:
    frame_owner() noexcept = default;
    ~frame_owner() = default;
};

/// A coroutine whose first parameter is its owner.
class driver {
public:
    struct promise_type : promise_base {
        template <class... Others>
        explicit promise_type(frame_owner& by, Others const&...) noexcept : owner{&by} {
            where = &by;
        }
        driver get_return_object() noexcept {
            return driver{std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        struct say_goodbye {
            bool await_ready() const noexcept { return false; }
            void await_suspend(std::coroutine_handle<promise_type> self) const noexcept {
                self.promise().owner->on_end();
            }
            void await_resume() const noexcept {}
        };
        say_goodbye final_suspend() const noexcept { return {}; }
        void unhandled_exception() noexcept { owner->on_failed(std::current_exception()); }
        void return_void() const noexcept {}

        frame_owner* owner;
    };

    explicit driver(std::coroutine_handle<promise_type> what) noexcept : frame_{what} {}
    void start() const { frame_.resume(); }

private:
    frame<promise_type> frame_;
};

}  // namespace fairlead::live
