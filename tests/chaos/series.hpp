// SPDX-License-Identifier: MIT
//
// series — numbered events of several emitters as one listener hears them: each number once and in
// order, of an emitter that was started anew from the beginning.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace fairlead::chaos {

/// Topic of an emitter's series; its events are [emitter, which incarnation of it, number].
inline std::string series_topic(std::string const& emitter) { return "chaos/series/" + emitter; }

inline constexpr char const* emitters[] = {"tool-1", "tool-2", "alpha", "beta", "page"};

class series {
public:
    struct line {
        std::string incarnation;
        std::uint32_t last = 0;
    };
    struct state {
        std::uint64_t heard = 0, gaps = 0, wrong = 0;
        std::string first_gap, first_wrong;
        std::map<std::string, line> of;
    };

    void hear(std::string const& emitter, std::string const& incarnation, std::uint32_t number) {
        const std::lock_guard lock{mutex_};
        ++state_.heard;
        auto& last = lasts_[emitter][incarnation];
        const auto before = std::exchange(last, std::max(last, number));
        const auto what = [&] {
            return emitter + ' ' + incarnation + ": " + std::to_string(number) + " after " +
                   std::to_string(before);
        };
        if (number <= before) {
            if (state_.wrong++ == 0) state_.first_wrong = what();
            return;
        }
        if (before != 0 && number != before + 1 && state_.gaps++ == 0) state_.first_gap = what();
        state_.of[emitter] = {incarnation, number};
    }
    state look() const {
        const std::lock_guard lock{mutex_};
        return state_;
    }
    /// Gaps that have been looked at.
    void forgive() {
        const std::lock_guard lock{mutex_};
        state_.gaps = 0;
        state_.first_gap.clear();
    }

private:
    mutable std::mutex mutex_;
    state state_;
    /// Two of one name speak at once while the one takes over from the other.
    std::map<std::string, std::map<std::string, std::uint32_t>> lasts_;
};

}  // namespace fairlead::chaos
