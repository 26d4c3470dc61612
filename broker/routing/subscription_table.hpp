// SPDX-License-Identifier: MIT
//
// subscription_table — topic → who wants its events; and who wants those of every topic.
#pragma once

#include "broker/routing/peer.hpp"

#include <span>
#include <vector>

namespace fairlead::broker::routing {

class subscription_table {
public:
    /// False: it was subscribed already.
    bool subscribe(route_id topic, peer& who);
    bool subscribe_all(peer& who);

    /// False: it was not subscribed.
    bool unsubscribe(route_id topic, peer const& who);
    bool unsubscribe_all(peer const& who);

    void drop(peer const& who);

    /// In the order in which they subscribed.
    std::span<peer* const> to(route_id topic) const noexcept {
        const auto index = static_cast<std::size_t>(raw(topic));
        if (index >= exact_.size()) return {};
        return exact_[index];
    }
    std::span<peer* const> to_all() const noexcept { return all_; }

    /// What that peer hears; no_route stands for every topic. Looks at all topics.
    std::vector<route_id> of(peer const& who) const;

private:
    std::vector<std::vector<peer*>> exact_;  // By route id.
    std::vector<peer*> all_;
};

}  // namespace fairlead::broker::routing
