// SPDX-License-Identifier: MIT
//
// plugin_order — who must be ready before whom. Pure.
#pragma once

#include "broker/config/plugin_config.hpp"

#include <string>
#include <vector>

namespace fairlead::broker::config {

/// "a → b → a", the first circle of requirements; empty: there is none. Every name is known.
std::string circle_of(std::vector<plugin_config> const& plugins);

}  // namespace fairlead::broker::config
