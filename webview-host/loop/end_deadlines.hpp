// SPDX-License-Identifier: MIT
//
// end_deadlines — until when a process must have come to its own end, and why; pure, time is an
// argument.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace fairlead::host {

class end_deadlines {
public:
    using time_point = std::chrono::steady_clock::time_point;
    struct deadline {
        time_point at;
        std::string why;
    };

    /// Of several the earliest counts, and its words.
    void ask(time_point at, std::string why) {
        if (!asked_ || at < asked_->at) asked_ = {at, std::move(why)};
    }
    /// What was asked for is off.
    void withdraw() { asked_.reset(); }
    /// Who started the process has ended: that stays so.
    void orphan(time_point at) { orphaned_ = {at, "who started it has ended"}; }

    /// The next; null: there is none.
    deadline const* next() const noexcept {
        if (!asked_ || !orphaned_) return asked_ ? &*asked_ : orphaned_ ? &*orphaned_ : nullptr;
        return asked_->at < orphaned_->at ? &*asked_ : &*orphaned_;
    }

private:
    std::optional<deadline> asked_, orphaned_;
};

}  // namespace fairlead::host
