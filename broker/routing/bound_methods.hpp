// SPDX-License-Identifier: MIT
//
// bound_methods — the numbers that an obfuscated Wails front end calls instead of names: from 0, in
// the order in which types were bound, within a type by the alphabet. Of several plugins that of
// wails.json comes first.
#pragma once

#include "broker/routing/launch_roster.hpp"
#include "broker/routing/name_table.hpp"
#include "broker/routing/route_table.hpp"

#include <string_view>

namespace fairlead::broker::routing {

/// The parser's name of a call by number.
inline bool is_method_number(std::string_view name) noexcept { return name.starts_with('#'); }

class bound_methods {
public:
    bound_methods(name_table const& names, route_table const& routes, launch_roster const& plugins)
        : names_{names}, routes_{routes}, plugins_{plugins} {}

    /// The route of `#<number>`. A plugin that is about to come back keeps its numbers.
    route_id find(std::string_view number) const;

private:
    name_table const& names_;
    route_table const& routes_;
    launch_roster const& plugins_;
};

}  // namespace fairlead::broker::routing
