// SPDX-License-Identifier: MIT
//
// bell — settles a wake_up for somebody who may come after the coroutine has gone on without it: a
// timer, an answer.
#pragma once

#include <fairlead/live/wake_up.hpp>

#include <mutex>
#include <utility>

namespace fairlead::live {

class bell {
public:
    explicit bell(wake_up& who) noexcept : who_{&who} {}
    bool ring() {
        const std::lock_guard lock{mutex_};
        if (who_ == nullptr) return false;
        std::exchange(who_, nullptr)->settle();
        return true;
    }
    void leave() noexcept {
        const std::lock_guard lock{mutex_};
        who_ = nullptr;
    }
    bool is_left() const noexcept {
        const std::lock_guard lock{mutex_};
        return who_ == nullptr;
    }

private:
    mutable std::mutex mutex_;
    wake_up* who_;
};

}  // namespace fairlead::live
