// SPDX-License-Identifier: MIT
//
// subscription_table — plain lists: an app has few subscribers for one topic.
#include "broker/routing/subscription_table.hpp"

#include <algorithm>

namespace fairlead::broker::routing {
namespace {

bool add(std::vector<peer*>& list, peer& who) {
    if (std::ranges::find(list, &who) != list.end()) return false;
    list.push_back(&who);
    return true;
}

bool remove(std::vector<peer*>& list, peer const& who) {
    return std::erase_if(list, [&](peer* one) { return one == &who; }) > 0;
}

}  // namespace

bool subscription_table::subscribe(route_id topic, peer& who) {
    const auto index = static_cast<std::size_t>(raw(topic));
    if (index >= exact_.size()) exact_.resize(index + 1);
    return add(exact_[index], who);
}

bool subscription_table::subscribe_all(peer& who) { return add(all_, who); }

bool subscription_table::unsubscribe(route_id topic, peer const& who) {
    const auto index = static_cast<std::size_t>(raw(topic));
    return index < exact_.size() && remove(exact_[index], who);
}

bool subscription_table::unsubscribe_all(peer const& who) { return remove(all_, who); }

void subscription_table::drop(peer const& who) {
    for (auto& list : exact_) remove(list, who);
    remove(all_, who);
}

std::vector<route_id> subscription_table::of(peer const& who) const {
    std::vector<route_id> topics;
    if (std::ranges::find(all_, &who) != all_.end()) topics.push_back(no_route);
    for (std::size_t index = 0; index < exact_.size(); ++index)
        if (std::ranges::find(exact_[index], &who) != exact_[index].end())
            topics.push_back(static_cast<route_id>(index));
    return topics;
}

}  // namespace fairlead::broker::routing
