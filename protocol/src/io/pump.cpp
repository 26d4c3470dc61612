// SPDX-License-Identifier: MIT
//
// pump — hot members are drained in turn; a silent one is armed and watched through its doorbell.
//
// Whoever was busy lately is looked at together: while we look, they need no doorbell. Waiting for
// the doorbell of one while yielding for another would cost a whole yield window for each message.
#include <fairlead/io/pump.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <sched.h>

#include <algorithm>
#include <utility>

namespace fairlead::io {

namespace asio = boost::asio;

namespace {

constexpr unsigned turns_between_polls = 16;

/// So many sleeps without a word, and a member is looked at again only when it rings.
constexpr unsigned idle_naps_max = 8;

}  // namespace

struct pump::membership::slot {
    slot(asio::io_context& loop, pumped& member) : who{&member}, bell{loop, member.bell().fd()} {}
    ~slot() {
        if (bell.is_open()) bell.release();  // The doorbell's owner closes it.
    }
    slot(slot const&) = delete;
    slot& operator=(slot const&) = delete;

    pumped* who;  // Null once the membership has ended.
    asio::posix::stream_descriptor bell;
    bool hot = false;
    bool watched = false;  // A wait for its bell is pending.
    bool rang = false;     // The bell is to be cleared before it is armed again.
    unsigned idle_naps = 0;
};

pump::membership::membership(std::shared_ptr<slot> one) noexcept : slot_{std::move(one)} {}

pump::membership& pump::membership::operator=(membership&& other) noexcept {
    if (this != &other) {
        membership ended{std::move(slot_)};
        slot_ = std::move(other.slot_);
    }
    return *this;
}

pump::membership::~membership() {
    if (!slot_) return;
    slot_->who = nullptr;
    // Now, not when the last reference goes: the descriptor is closed right after us.
    if (slot_->bell.is_open()) slot_->bell.release();
}

pump::pump(asio::io_context& loop) : loop_{loop} {}
pump::~pump() = default;

pump::membership pump::serve(pumped& who) {
    auto one = std::make_shared<slot>(loop_, who);
    heat(one);
    return membership{std::move(one)};
}

void pump::heat(std::shared_ptr<slot> const& one) {
    one->idle_naps = 0;
    if (std::exchange(one->hot, true)) return;
    hot_.push_back(one);
}

void pump::watch(std::shared_ptr<slot> const& one) {
    if (std::exchange(one->watched, true)) return;
    one->bell.async_wait(asio::posix::stream_descriptor::wait_read,
                         [this, one](boost::system::error_code failed) {
                             one->watched = false;
                             if (failed || one->who == nullptr) return;
                             one->rang = true;
                             one->who->wake();
                             heat(one);
                         });
}

bool pump::drain_hot() {
    bool worked = false;
    bool ended = false;
    // By index: a drain may make a new member. Its slot stays until the end of the round.
    for (std::size_t i = 0; i < hot_.size(); ++i) {
        auto& one = *hot_[i];
        if (one.who != nullptr && one.who->drain()) {
            worked = true;
            one.idle_naps = 0;
        }
        ended |= one.who == nullptr;
    }
    if (ended) std::erase_if(hot_, [](auto const& one) { return one->who == nullptr; });
    return worked;
}

bool pump::clear_bells() {
    bool any = false;
    for (auto const& one : hot_) {
        if (one->who == nullptr || !std::exchange(one->rang, false)) continue;
        any = true;
        // A closed end reads as readable for ever; the control socket tells the owner that the
        // peer is gone, so it counts as watched and is left alone.
        if (!one->who->bell().clear()) one->watched = true;
    }
    return any;
}

bool pump::arm_hot() {
    for (auto const& one : hot_) {
        if (one->who == nullptr || one->who->try_sleep()) continue;
        wake_hot();
        return false;
    }
    std::erase_if(hot_, [this](auto const& one) {
        if (one->who == nullptr) return true;
        watch(one);
        // Armed and watched: all that it needs until it rings.
        one->hot = ++one->idle_naps < idle_naps_max;
        return !one->hot;
    });
    return true;
}

void pump::wake_hot() {
    for (auto const& one : hot_)
        if (one->who != nullptr) one->who->wake();
}

bool pump::expects_answer() const {
    return std::ranges::any_of(
        hot_, [](auto const& one) { return one->who != nullptr && one->who->expects_answer(); });
}

void pump::run() {
    const auto work = asio::make_work_guard(loop_);
    unsigned turns = 0;
    bool loop_ran = true;  // What the loop ran may have sent something, too.
    while (!loop_.stopped()) {
        const bool worked = drain_hot();
        if ((worked || loop_ran) && turn_end_) turn_end_();
        loop_ran = false;
        if (worked) {
            policy_.on_work();
            // Timers, sockets and posted work get their turn under load, too.
            if (++turns % turns_between_polls == 0) loop_ran = loop_.poll() != 0;
            continue;
        }
        if (!hot_.empty()) {
            const auto before = yield_policy::clock::now();
            if (policy_.may_yield(before, expects_answer())) {
                ::sched_yield();
                policy_.on_yield(before, yield_policy::clock::now());
                if (++turns % turns_between_polls == 0) loop_ran = loop_.poll() != 0;
                continue;
            }
            // Not when it rang: what it rang for does not wait for a system call. And then look
            // again, at the room behind us, too: that ring may have been for what came since.
            if (clear_bells()) {
                loop_ran = true;
                continue;
            }
            if (!arm_hot()) continue;
        }
        const auto asleep = yield_policy::clock::now();
        loop_.run_one();
        policy_.on_sleep(asleep, yield_policy::clock::now());
        // Whatever else woke us waits in the loop's queue and comes next: what is in the rings is
        // what somebody waits for.
        wake_hot();
        loop_ran = true;
    }
}

}  // namespace fairlead::io
