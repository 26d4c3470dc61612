// SPDX-License-Identifier: MIT
//
// single_instance — an app that is started once more tells the one that runs, and ends.
//
// The lock is a file in the runtime folder, named by the app's unique id and held (flock) for as
// long as the app runs; in it stands the name under which its broker is found.
#pragma once

#include "cli/launch/app_folder.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <string>
#include <variant>
#include <vector>

namespace fairlead::cli {

/// The first: keep it for as long as the app runs.
struct sole_instance {
    unique_fd lock;
};
/// The arguments and our working directory have been handed over; there is nothing left to do.
struct handed_over {};

/// For an app without singleInstance everybody is the first. Throws command_failed when the other
/// one neither takes the arguments nor goes within 10 s.
std::variant<sole_instance, handed_over> become_instance(app_folder const& app,
                                                         std::vector<std::string> const& args);

}  // namespace fairlead::cli
