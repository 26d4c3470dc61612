// SPDX-License-Identifier: MIT
//
// pump — hot members are drained in turn; a silent one is armed and watched through its doorbell.
#include <fairlead/io/pump.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <sched.h>

namespace fairlead::io {

namespace asio = boost::asio;

struct pump::membership::slot {
    slot(asio::io_context& loop, pumped& member) : who{&member}, bell{loop, member.bell().fd()} {}
    ~slot() {
        if (bell.is_open()) bell.release();  // The doorbell's owner closes it.
    }
    slot(slot const&) = delete;
    slot& operator=(slot const&) = delete;

    pumped* who;  // Null once the membership has ended.
    asio::posix::stream_descriptor bell;
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
    hot_.push_back(one);
    return membership{std::move(one)};
}

void pump::watch(std::shared_ptr<slot> const& one) {
    one->bell.async_wait(asio::posix::stream_descriptor::wait_read,
                         [this, one](boost::system::error_code failed) {
                             if (failed || one->who == nullptr) return;
                             // A closed end reads as readable for ever; the control socket tells
                             // the owner that the peer is gone, so it is not watched again.
                             if (!one->who->bell().clear()) return;
                             one->who->wake();
                             hot_.push_back(one);
                         });
}

bool pump::drain_hot() {
    bool worked = false;
    // By index: a drain may make a new member.
    for (std::size_t i = 0; i < hot_.size(); ++i) {
        const auto one = hot_[i];
        if (one->who != nullptr) worked |= one->who->drain();
    }
    std::erase_if(hot_, [](auto const& one) { return one->who == nullptr; });
    if (turn_end_) turn_end_();
    return worked;
}

bool pump::sleep_all() {
    for (auto const& one : hot_) {
        if (one->who != nullptr && one->who->try_sleep()) continue;
        for (auto const& armed : hot_)
            if (armed->who != nullptr) armed->who->wake();
        return false;
    }
    for (auto const& one : hot_) watch(one);
    hot_.clear();
    return true;
}

void pump::run() {
    constexpr unsigned turns_between_polls = 16;
    const auto work = asio::make_work_guard(loop_);
    unsigned turns = 0;
    while (!loop_.stopped()) {
        if (drain_hot()) {
            policy_.on_work();
            // Timers, sockets and posted work get their turn under load, too.
            if (++turns % turns_between_polls == 0) loop_.poll();
            continue;
        }
        if (!hot_.empty()) {
            const auto before = yield_policy::clock::now();
            if (policy_.may_yield(before)) {
                ::sched_yield();
                policy_.on_yield(before, yield_policy::clock::now());
                continue;
            }
            if (!sleep_all()) continue;
        }
        const auto asleep = yield_policy::clock::now();
        loop_.run_one();
        policy_.on_sleep(asleep, yield_policy::clock::now());
        loop_.poll();
    }
}

}  // namespace fairlead::io
