// SPDX-License-Identifier: MIT
//
// name_table — method and topic names ↔ route ids. A name keeps its number while the broker lives.
#pragma once

#include <fairlead/vocabulary/ids.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace fairlead::broker::routing {

class name_table {
public:
    explicit name_table(std::size_t names_max) : names_max_{names_max} {}

    /// The number of that name, a new one if need be; no_route when the table is full.
    route_id intern(std::string_view name);

    route_id find(std::string_view name) const noexcept;
    bool knows(route_id route) const noexcept {
        return route != no_route && raw(route) <= names_.size();
    }
    /// Of a route that it knows.
    std::string const& name_of(route_id route) const { return names_[raw(route) - 1]; }
    /// For a sentence: "?" where it knows none.
    std::string_view text_of(route_id route) const noexcept {
        return knows(route) ? std::string_view{name_of(route)} : "?";
    }
    std::size_t size() const noexcept { return names_.size(); }

private:
    std::size_t names_max_;
    std::deque<std::string> names_;  // Never moves a name: the map's keys point into it.
    boost::unordered_flat_map<std::string_view, route_id> routes_;
};

}  // namespace fairlead::broker::routing
