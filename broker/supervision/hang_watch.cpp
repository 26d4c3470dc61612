// SPDX-License-Identifier: MIT
//
// hang_watch — two looks within each patience, so that a hang is seen after one and a half of it.
#include "broker/supervision/hang_watch.hpp"

#include <algorithm>

namespace fairlead::broker::supervision {

void hang_watch::watch(session_id who, std::chrono::milliseconds patience) {
    if (patience.count() > 0) watched_.insert_or_assign(who, loop{patience, {}});
}

bool hang_watch::any_of(std::function<bool(session_id)> const& is_so) const {
    return std::ranges::any_of(watched_, [&](auto const& one) { return is_so(one.first); });
}

std::chrono::milliseconds hang_watch::period() const noexcept {
    std::chrono::milliseconds shortest{60'000};
    for (auto const& [who, one] : watched_) shortest = std::min(shortest, one.patience);
    return std::max(shortest / 2, std::chrono::milliseconds{1});
}

hang_watch::findings hang_watch::look(time_point now,
                                      std::function<bool(session_id)> const& owes_answers) {
    findings all;
    for (auto& [who, one] : watched_) {
        if (one.asked && now - *one.asked >= one.patience) {
            all.hung.push_back(
                {who, std::chrono::duration_cast<std::chrono::milliseconds>(now - *one.asked)});
            one.asked.reset();  // Said once; what becomes of it is for others to decide.
        } else if (!one.asked && owes_answers(who)) {
            one.asked = now;
            all.to_ping.push_back(who);
        }
    }
    return all;
}

void hang_watch::on_pong(session_id who) noexcept {
    if (const auto at = watched_.find(who); at != watched_.end()) at->second.asked.reset();
}

}  // namespace fairlead::broker::supervision
