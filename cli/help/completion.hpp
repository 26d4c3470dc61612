// SPDX-License-Identifier: MIT
//
// completion — a script for a shell: words and options as the command line has them, names as the
// running app has them.
#pragma once

#include "cli/help/command_tree.hpp"

#include <string>
#include <string_view>

namespace fairlead::cli::help {

std::string bash_completion(command const& top);
std::string zsh_completion(command const& top);
std::string fish_completion(command const& top);

/// What `fairlead complete-names` is asked for that stands there; empty: nothing, or files.
std::string_view names_for(std::string_view argument_or_option) noexcept;

}  // namespace fairlead::cli::help
