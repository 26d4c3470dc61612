// SPDX-License-Identifier: MIT
//
// child_environment — what of the broker's environment a plugin gets: what programs need to find
// their place on the desktop, not what somebody had in a shell. Pure.
#pragma once

#include "broker/supervision/plugin_process.hpp"

#include <map>
#include <string>
#include <string_view>

namespace fairlead::broker::supervision {

/// On the list that docs/PLUGINS.md has.
bool is_passed_on(std::string_view variable) noexcept;

/// Ours as far as it is passed on, then the launch's own.
std::map<std::string, std::string> child_environment(launch const& what);

}  // namespace fairlead::broker::supervision
