// SPDX-License-Identifier: MIT
//
// delivery_rules — topic → what becomes of its events at a slow subscriber; pure. The longest rule
// that fits counts, a topic's own before one with `*`; without any: drop-oldest.
#pragma once

#include "broker/config/topic_rule.hpp"

#include <fairlead/vocabulary/ids.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace fairlead::broker::routing {

using config::delivery;

class delivery_rules {
public:
    delivery_rules() = default;
    explicit delivery_rules(std::vector<config::topic_rule> rules);

    delivery of(std::string_view topic) const noexcept;

    /// The same, and by number from the second time on: no name is compared for each event.
    delivery of(route_id route, std::string_view topic);

private:
    std::vector<config::topic_rule> rules_;       // Those that count more come first.
    std::vector<std::optional<delivery>> known_;  // By route id.
};

}  // namespace fairlead::broker::routing
