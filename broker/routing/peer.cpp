// SPDX-License-Identifier: MIT
//
// peer — its one line for messages and logs.
#include "broker/routing/peer.hpp"

#include <fmt/core.h>

namespace fairlead::broker::routing {

std::string describe(peer const& who) {
    return fmt::format("{} '{}' (pid {})", wire::to_text(who.role), who.name, who.pid);
}

}  // namespace fairlead::broker::routing
