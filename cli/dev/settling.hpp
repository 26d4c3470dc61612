// SPDX-License-Identifier: MIT
//
// settling — changes come in heaps: a save is several events, a checkout thousands. They are one
// once there has been quiet for a moment. Pure: the time is an argument.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace fairlead::cli::dev {

class settling {
public:
    using clock = std::chrono::steady_clock;
    static constexpr std::size_t names_max = 1'000;  ///< More are not told one by one.
    static constexpr int patience = 20;              ///< So many times the quiet, and it is over.

    explicit settling(std::chrono::milliseconds quiet) : quiet_{quiet} {}

    void add(std::string name, clock::time_point now) {
        if (names_.empty()) first_ = now;
        last_ = now;
        if (names_.size() < names_max) names_.insert(std::move(name));
    }
    /// When it is worth asking. Nothing: there is nothing.
    std::optional<clock::time_point> due() const {
        if (names_.empty()) return std::nullopt;
        return std::min(last_ + quiet_, first_ + quiet_ * patience);
    }
    /// When the last one came.
    clock::time_point last() const noexcept { return last_; }
    /// The heap, if it is one now.
    std::set<std::string> take(clock::time_point now) {
        if (const auto when = due(); !when || now < *when) return {};
        return std::exchange(names_, {});
    }

private:
    std::chrono::milliseconds quiet_;
    clock::time_point first_, last_;
    std::set<std::string> names_;
};

}  // namespace fairlead::cli::dev
