// SPDX-License-Identifier: MIT
//
// report — what a replay has found, as tables for people or JSON for programs.
#pragma once

#include "cli/replay/rerun.hpp"

#include <string>

namespace fairlead::cli::replay {

std::string text_of(plan const& what, rerun_result const& found, replay_command const& how);
/// Which calls of the capture were not made, and why; one line, empty if there are none.
std::string left_out(plan const& what);
std::string json_of(plan const& what, rerun_result const& found);

}  // namespace fairlead::cli::replay
