// SPDX-License-Identifier: MIT
//
// registrar — offers and withdrawals: who may offer what.
#pragma once

#include "broker/routing/name_table.hpp"
#include "broker/routing/route_table.hpp"
#include "broker/telemetry/counters.hpp"

#include <map>
#include <string_view>
#include <vector>

namespace fairlead::broker::routing {

class registrar {
public:
    registrar(name_table& names, route_table& routes, policy::gate& gate,
              telemetry::counters& counters)
        : names_{names}, routes_{routes}, gate_{gate}, counters_{counters} {}

    void on_offer(peer& who, wire::frame_view const& frame, time_point now);
    void on_withdraw(peer& who, wire::frame_view const& frame);

    /// The understudy's offers are in force, its predecessor's are not any more. In one go: whoever
    /// looks finds the one or the other. `from` may be null: it is gone.
    void take_over(peer* from, peer& to);
    void on_gone(peer const& who) { understudies_.erase(&who); }

    /// The broker's own.
    void offer_own(peer& broker, std::string_view name, std::uint32_t handler);

private:
    struct waiting_offer {
        route_id route;
        sharing how;
        std::uint32_t handler;
        bool idempotent;
    };
    void study(peer& who, request_id request, waiting_offer const& one);
    /// False: it had not offered that.
    bool take_from_study(peer& who, route_id route);
    bool may_offer(peer& who, std::string_view name);
    void displace_page(route_id route, peer const& who, std::string_view name);
    void take_from_other_way(route_id route, peer const& who);

    name_table& names_;
    route_table& routes_;
    policy::gate& gate_;
    telemetry::counters& counters_;
    std::map<peer const*, std::vector<waiting_offer>> understudies_;
};

}  // namespace fairlead::broker::routing
