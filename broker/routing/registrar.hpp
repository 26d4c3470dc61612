// SPDX-License-Identifier: MIT
//
// registrar — offers and withdrawals: who may offer what.
#pragma once

#include "broker/routing/name_table.hpp"
#include "broker/routing/route_table.hpp"

#include <string_view>

namespace fairlead::broker::routing {

class registrar {
public:
    registrar(name_table& names, route_table& routes) : names_{names}, routes_{routes} {}

    void on_offer(peer& who, wire::frame_view const& frame);
    void on_withdraw(peer& who, wire::frame_view const& frame);

    /// The broker's own.
    void offer_own(peer& broker, std::string_view name, std::uint32_t handler);

private:
    void displace_page(route_id route, peer const& who, std::string_view name);

    name_table& names_;
    route_table& routes_;
};

}  // namespace fairlead::broker::routing
