// SPDX-License-Identifier: MIT
//
// permission_section — "permissions" of wails.json, and the origins that its pages may have. What
// could never apply is a slip of the pen, and refused.
#pragma once

#include "broker/config/app_config.hpp"
#include "broker/config/json_place.hpp"

namespace fairlead::broker::config {

/// Of "window": "bindingsAllowedOrigins".
std::vector<std::string> read_origins(simdjson::dom::element value, json_place const& where);

/// Plugins and origins of the app are known already.
std::vector<permission_rule> read_permissions(simdjson::dom::element value, json_place const& where,
                                              app_config const& app);

}  // namespace fairlead::broker::config
