// SPDX-License-Identifier: MIT
//
// name_table — numbers begin at 1, because 0 is no_route.
#include "broker/routing/name_table.hpp"

namespace fairlead::broker::routing {

route_id name_table::intern(std::string_view name) {
    if (const auto known = find(name); known != no_route) return known;
    if (names_.size() >= names_max_) return no_route;
    auto const& kept = names_.emplace_back(name);
    const auto route = static_cast<route_id>(names_.size());
    routes_.emplace(kept, route);
    return route;
}

route_id name_table::find(std::string_view name) const noexcept {
    const auto at = routes_.find(name);
    return at == routes_.end() ? no_route : at->second;
}

}  // namespace fairlead::broker::routing
