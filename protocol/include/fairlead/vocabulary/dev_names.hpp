// SPDX-License-Identifier: MIT
//
// dev_names — topics between `fairlead dev` and the hosts of an app that is being developed. Only
// tools may emit them.
#pragma once

#include <string_view>

namespace fairlead::dev_names {

inline constexpr std::string_view news = "fairlead/dev/";

/// [{"state":"building"|"failed"|"done","errors":[…],"more":0,"output":""}]: docs/DEV.md.
inline constexpr std::string_view build = "fairlead/dev/build";

/// []: pages load again, the front end has changed.
inline constexpr std::string_view reload = "fairlead/dev/reload";

}  // namespace fairlead::dev_names
