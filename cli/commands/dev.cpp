// SPDX-License-Identifier: MIT
//
// dev — a session that builds, runs and watches an app until somebody ends it.
#include "cli/commands/commands.hpp"
#include "cli/dev/dev_session.hpp"

namespace fairlead::cli {

int execute(dev_command const& command) { return dev::dev_session{command}.run(); }

}  // namespace fairlead::cli
