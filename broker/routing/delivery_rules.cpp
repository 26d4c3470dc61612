// SPDX-License-Identifier: MIT
//
// delivery_rules — sorted once, so that the first one that fits is the one that counts.
#include "broker/routing/delivery_rules.hpp"

#include <algorithm>

namespace fairlead::broker::routing {

delivery_rules::delivery_rules(std::vector<config::topic_rule> rules) : rules_{std::move(rules)} {
    std::ranges::stable_sort(rules_, [](auto const& a, auto const& b) {
        if (a.text().size() != b.text().size()) return a.text().size() > b.text().size();
        return !a.is_prefix() && b.is_prefix();
    });
}

delivery delivery_rules::of(std::string_view topic) const noexcept {
    const auto rule =
        std::ranges::find_if(rules_, [&](auto const& one) { return one.fits(topic); });
    return rule != rules_.end() ? rule->how : delivery::drop_oldest;
}

delivery delivery_rules::of(route_id route, std::string_view topic) {
    if (rules_.empty()) return delivery::drop_oldest;
    if (route == no_route) return of(topic);
    const auto index = static_cast<std::size_t>(raw(route));
    if (index >= known_.size()) known_.resize(index + 1);
    if (!known_[index]) known_[index] = of(topic);
    return *known_[index];
}

}  // namespace fairlead::broker::routing
