// SPDX-License-Identifier: MIT
//
// launch_token — the one-time proof that a child gives when it knocks: 32 hex digits by getrandom.
#pragma once

#include <string>

namespace fairlead::broker::supervision {

/// Throws std::system_error when the kernel has no randomness, which means a broken system.
std::string make_launch_token();

}  // namespace fairlead::broker::supervision
