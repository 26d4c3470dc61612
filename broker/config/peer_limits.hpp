// SPDX-License-Identifier: MIT
//
// peer_limits — "limits" of a role, or of one plugin: what such a peer may use of the broker.
//
//   "limits": { "page": { "calls": 1000 }, "tool": { "subscriptions": 16, "blobBytes": "16MiB" } }
#pragma once

#include "broker/accounting/limits.hpp"
#include "broker/config/json_place.hpp"

namespace fairlead::broker::config {

/// `base` with what is said there; nothing can be raised.
accounting::peer_limits read_peer_limits(simdjson::dom::object object, json_place const& where,
                                         accounting::peer_limits base);

role_limits read_role_limits(simdjson::dom::element value, json_place const& where);

}  // namespace fairlead::broker::config
