// SPDX-License-Identifier: MIT
//
// broker_answer — what fairlead-broker says of permissions. It alone reads and judges them: this
// wing stands on the SDK, and a second judge could come to another decision than the first.
#pragma once

#include <string>
#include <vector>

namespace fairlead::cli {

/// What it prints. Throws command_failed, in the name of `policy`, with what it says is wrong.
std::string ask_broker(std::vector<std::string> args);

}  // namespace fairlead::cli
