// SPDX-License-Identifier: MIT
//
// signpost — where a call leads: to whoever offers its method, into the wait for a plugin, or
// nowhere, and then in which words.
#pragma once

#include "broker/routing/bound_methods.hpp"
#include "broker/routing/call.hpp"
#include "broker/routing/launch_roster.hpp"
#include "broker/routing/name_table.hpp"
#include "broker/routing/route_table.hpp"

#include <string>
#include <string_view>

namespace fairlead::broker::routing {

class signpost {
public:
    signpost(name_table const& names, route_table const& routes, launch_roster const& plugins)
        : names_{names}, routes_{routes}, plugins_{plugins} {}

    /// no_route: nobody offers it.
    route_id route_of(std::string_view name) const;
    /// `who` is null if nobody is there.
    provider provider_of(call const& one) const noexcept {
        return routes_.find(one.route, *one.from.who);
    }
    /// The plugin without which it cannot go on yet; empty: none.
    std::string_view to_wait_for(call const& one, provider const& to) const;
    /// Whose method it is; empty: no plugin's, or nobody knows yet.
    std::string_view plugin_of(call const& one, provider const& to) const;

    /// Why a call of that name leads nowhere.
    std::string dead_end(std::string_view name) const;

private:
    std::string near_miss(std::string_view name) const;

    name_table const& names_;
    route_table const& routes_;
    launch_roster const& plugins_;
    bound_methods numbers_{names_, routes_, plugins_};
};

}  // namespace fairlead::broker::routing
