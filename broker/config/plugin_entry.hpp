// SPDX-License-Identifier: MIT
//
// plugin_entry — "fairlead": { "plugins": […] } of wails.json, each entry and all of them together.
#pragma once

#include "broker/config/json_place.hpp"
#include "broker/config/plugin_config.hpp"

namespace fairlead::broker::config {

/// Throws config_error.
std::vector<plugin_config> read_plugins(simdjson::dom::element value, json_place const& where,
                                        accounting::peer_limits const& base);

}  // namespace fairlead::broker::config
