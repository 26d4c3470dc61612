// SPDX-License-Identifier: MIT
//
// trace_book — a map by number; it is small, and looked through.
#include "broker/tap/trace_book.hpp"

#include <algorithm>

namespace fairlead::broker::tap {

std::uint32_t trace_book::add(traced_call one) {
    if (calls_.size() >= calls_max) {
        calls_.erase(calls_.begin());
        ++dropped_;
    }
    if (++last_ == 0) ++last_;
    calls_.insert_or_assign(last_, std::move(one));
    return last_;
}

traced_call* trace_book::find(std::uint32_t number) noexcept {
    const auto found = calls_.find(number);
    return found != calls_.end() ? &found->second : nullptr;
}

std::uint32_t trace_book::find(session_id who, wire::timed_as as,
                               request_id number) const noexcept {
    const auto is_meant = [&](auto const& place) {
        auto const& one = place.second;
        auto const& end = as == wire::timed_as::asker ? one.asker : one.provider;
        return end.owes_times && end.session == who && end.number == number &&
               (as == wire::timed_as::provider || one.is_home());
    };
    const auto found = std::ranges::find_if(calls_, is_meant);
    return found != calls_.end() ? found->first : 0;
}

std::vector<traced_call> trace_book::on_gone(session_id who) {
    std::vector<traced_call> whole;
    for (auto at = calls_.begin(); at != calls_.end();) {
        auto& one = at->second;
        for (auto* end : {&one.asker, &one.provider})
            if (end->session == who) end->owes_times = false;
        const bool is_whole = one.is_whole();
        const bool is_lost = one.asker.session == who && !one.is_home();
        if (is_whole) whole.push_back(std::move(one));
        at = is_whole || is_lost ? calls_.erase(at) : std::next(at);
    }
    return whole;
}

std::vector<traced_call> trace_book::take_late(std::uint64_t then) {
    std::vector<traced_call> late;
    for (auto at = calls_.begin(); at != calls_.end();) {
        auto& one = at->second;
        const bool is_late = one.is_home() && one.at(point::answer_sent) < then;
        if (is_late) late.push_back(std::move(one));
        at = is_late ? calls_.erase(at) : std::next(at);
    }
    return late;
}

bool trace_book::waits() const noexcept {
    return std::ranges::any_of(calls_, [](auto const& place) { return place.second.is_home(); });
}

}  // namespace fairlead::broker::tap
