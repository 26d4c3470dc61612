// SPDX-License-Identifier: MIT
//
// simple_answers — yes or no to a request that the broker serves itself: offers, subscriptions.
#pragma once

#include "broker/routing/name_table.hpp"
#include "broker/routing/peer.hpp"

#include <string_view>

namespace fairlead::broker::routing {

/// A result without payload that tells the route of the name. Request 0 wants no answer.
void answer_done(peer& to, request_id request, route_id route);

void answer_error(peer& to, request_id request, errc code, std::string_view message);

/// no_route: the table is full, or this peer has put enough into it.
route_id intern_for(peer& who, name_table& names, std::string_view name);

/// Whose bound was reached when intern_for() gave none.
std::string why_no_name(peer const& who, name_table const& names);

}  // namespace fairlead::broker::routing
