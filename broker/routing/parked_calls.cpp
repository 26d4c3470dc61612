// SPDX-License-Identifier: MIT
//
// parked_calls — a queue and its bounds.
#include "broker/routing/parked_calls.hpp"

#include <algorithm>

namespace fairlead::broker::routing {

bool parked_calls::try_park(parked_call&& one) {
    const auto cost = one.cost();
    if (waiting_.size() >= limits_.calls_max || cost > limits_.bytes_max - bytes_) return false;
    bytes_ += cost;
    one.from.who->use.take(resource::calls);
    waiting_.push_back(std::move(one));
    return true;
}

time_point parked_calls::next_deadline() const noexcept {
    auto first = never;
    for (auto const& one : waiting_) first = std::min({first, one.deadline, one.give_up_at});
    return first;
}

}  // namespace fairlead::broker::routing
