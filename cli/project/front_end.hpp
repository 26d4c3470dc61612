// SPDX-License-Identifier: MIT
//
// front_end — "frontend:install" and "frontend:build" of an app.
#pragma once

#include "cli/project/project.hpp"
#include "cli/project/steps.hpp"

namespace fairlead::cli {

/// Adds a step for each of the two that wails.json names. Packages are installed when the command,
/// package.json or the lock file is another one than at the last time, or node_modules is gone.
void add_front_end_steps(steps& to, project const& app);

/// Packages are those that `command` installs; nobody has changed what they depend on.
bool front_end_is_installed(project const& app, std::string const& command);
void note_front_end_installed(project const& app, std::string const& command);

}  // namespace fairlead::cli
