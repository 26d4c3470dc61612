// SPDX-License-Identifier: MIT
//
// wake_up — brings one suspended coroutine back, once, when what it waits for is there; and home,
// where it then goes on.
//
// The order of suspending: say what is waited for, then arm() as the last thing. From then on the
// coroutine may run on another thread, and nothing of its frame may be touched.
#pragma once

#include <atomic>
#include <coroutine>
#include <stop_token>

namespace fairlead::live {

/// Of all coroutines of one call: its pool or loop, and its cancellation.
class home {
public:
    /// From any thread, never on this stack.
    virtual void resume_soon(std::coroutine_handle<> which) = 0;
    virtual std::stop_token stop_token() const noexcept = 0;

protected:
    ~home() = default;
};

class wake_up {
public:
    wake_up() noexcept = default;
    wake_up(wake_up const&) = delete;
    wake_up& operator=(wake_up const&) = delete;

    /// False: it has been settled already, go on at once.
    [[nodiscard]] bool arm(std::coroutine_handle<> who, home& where) noexcept {
        who_ = who;
        where_ = &where;
        auto idle = state::idle;
        return state_.compare_exchange_strong(idle, state::armed);
    }
    /// From any thread; the first counts. What it wakes may be over before it returns.
    void settle() {
        if (state_.exchange(state::settled) == state::armed) where_->resume_soon(who_);
    }
    bool is_settled() const noexcept { return state_.load() == state::settled; }
    /// For the next time; while nobody waits and nobody settles.
    void reset() noexcept { state_.store(state::idle); }

private:
    enum class state { idle, armed, settled };
    std::atomic<state> state_{state::idle};
    std::coroutine_handle<> who_;
    home* where_ = nullptr;
};

/// What a std::stop_callback calls.
struct settler {
    wake_up* who;
    void operator()() const { who->settle(); }
};

}  // namespace fairlead::live
