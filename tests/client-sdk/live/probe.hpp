// SPDX-License-Identifier: MIT
//
// probe — what a plugin under test does, seen from outside: counts of what lives, and doors that a
// test opens.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>

namespace fairlead::tests {

/// A number that several threads change and one waits for.
class tally {
public:
    void add(int how_many) {
        const std::lock_guard lock{mutex_};
        count_ += how_many;
        changed_.notify_all();
    }
    int count() const {
        const std::lock_guard lock{mutex_};
        return count_;
    }
    /// False: not within 20 s.
    bool wait_for(std::function<bool(int)> const& enough) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, std::chrono::seconds{20}, [&] { return enough(count_); });
    }
    bool wait_for(int exactly) {
        return wait_for([exactly](int count) { return count == exactly; });
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    int count_ = 0;
};

/// Lives where a coroutine's frame does.
class resident {
public:
    explicit resident(tally& all) : all_{&all} { all_->add(1); }
    resident(resident const&) = delete;
    resident& operator=(resident const&) = delete;
    ~resident() { all_->add(-1); }

private:
    tally* all_;
};

}  // namespace fairlead::tests
