// SPDX-License-Identifier: MIT
//
// call_context — what a method may know of the call that it answers, if it takes one as its first
// parameter: whether it is still wanted, how long, and whom to tell how far it is.
//
// It lives as long as the call does: until the function returns, a coroutine ends, or a reply_to
// has answered. All functions may be used from any thread.
#pragma once

#include <fairlead/live/bell.hpp>
#include <fairlead/live/live_call.hpp>

namespace fairlead {

namespace live {

class sleeping {
public:
    sleeping(live_call& call, std::chrono::milliseconds time) noexcept : call_{call}, time_{time} {}
    sleeping(sleeping const&) = delete;
    sleeping& operator=(sleeping const&) = delete;
    ~sleeping() { leave(); }

    bool await_ready() const noexcept { return call_.is_cancelled(); }
    template <class Promise>
    bool await_suspend(std::coroutine_handle<Promise> sleeper) {
        auto& where = *sleeper.promise().where;
        bell_ = std::make_shared<bell>(news_);
        taken_back_.emplace(where.stop_token(), settler{&news_});
        wind(call_, bell_, std::chrono::steady_clock::now() + time_);
        return news_.arm(sleeper, where);
    }
    void await_resume() {
        leave();
        if (call_.is_cancelled()) throw_cancelled();
    }

private:
    /// In short pieces: a timer that nobody waits for any more does not stay for hours.
    static void wind(live_call& call, std::shared_ptr<bell> const& one,
                     std::chrono::steady_clock::time_point until);
    void leave() noexcept {
        taken_back_.reset();
        if (bell_) bell_->leave();
    }

    live_call& call_;
    std::chrono::milliseconds time_;
    wake_up news_;
    std::shared_ptr<bell> bell_;
    std::optional<std::stop_callback<settler>> taken_back_;
};

}  // namespace live

class call_context {
public:
    explicit call_context(live::live_call& call) noexcept : call_{call} {}
    call_context(call_context const&) = delete;
    call_context& operator=(call_context const&) = delete;

    /// The caller has taken it back, has gone, or has waited too long; or this plugin ends.
    bool cancelled() const noexcept { return call_.is_cancelled(); }
    /// The same, for whoever waits for it. A std::stop_callback runs on the connection's thread: it
    /// must be quick and must not throw.
    std::stop_token stop_token() const noexcept { return call_.stop_token(); }

    /// Until when the caller waits; nothing: as long as it takes.
    std::optional<std::chrono::steady_clock::time_point> deadline() const noexcept {
        return call_.deadline();
    }
    /// Not below 0.
    std::optional<std::chrono::milliseconds> remaining() const noexcept;

    /// One number for all calls of one peer, or of one document of a page; never that of another.
    std::uint64_t caller() const noexcept { return call_.caller(); }

    /// The W3C `traceparent` that its caller gave; nothing: none. Calls that a method makes while
    /// it runs are parts of that trace by themselves.
    std::optional<std::string> traceparent() const {
        auto const* ids = call_.context_ids();
        return ids != nullptr ? std::optional{ids->to_text()} : std::nullopt;
    }

    /// How far it is: any value that a method may return. The newest reaches a slow caller; nothing
    /// is sent to one that does not listen.
    template <class T>
    void progress(T const& value) const {
        if (!call_.takes_progress()) return;
        std::string text;
        json::write(text, value);
        call_.progress(text);
    }

    /// co_await call.sleep(50ms): this coroutine waits, no thread does. Throws call_failed with
    /// `cancelled` as soon as cancelled() is true.
    template <class Rep, class Period>
    live::sleeping sleep(std::chrono::duration<Rep, Period> time) const {
        return live::sleeping{call_, std::chrono::ceil<std::chrono::milliseconds>(time)};
    }

private:
    live::live_call& call_;
};

}  // namespace fairlead
