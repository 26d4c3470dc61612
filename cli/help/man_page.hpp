// SPDX-License-Identifier: MIT
//
// man_page — a command as a page for man(1).
#pragma once

#include "cli/help/command_tree.hpp"

#include <string>

namespace fairlead::cli::help {

/// "fairlead-policy-explain"
std::string page_name(command const& one);

/// roff, in section 1. `version` stands at its foot.
std::string man_page(command const& one, std::string const& version);

}  // namespace fairlead::cli::help
