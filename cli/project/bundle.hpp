// SPDX-License-Identifier: MIT
//
// bundle — a folder that is the app: copied to another machine of the same distribution, it runs.
//
//   build/bin/<name>/<outputfilename>    starts it
//                    wails.json          as it is
//                    bin/                fairlead, its programs, the plugins
//                    …                   the front end, where wails.json looks for it
//                    packages.txt        what must be installed there
#pragma once

#include "cli/launch/app_plugins.hpp"
#include "cli/project/installation.hpp"
#include "cli/project/project.hpp"

#include <filesystem>
#include <vector>

namespace fairlead::cli {

struct bundle {
    std::filesystem::path folder;
    std::uintmax_t bytes = 0;
    std::vector<std::filesystem::path> programs;  ///< All that is machine code.
};

std::filesystem::path bundle_folder(project const& app);

/// Made anew. Throws command_failed, in the name of `verb`, for a plugin or a front end that is not
/// there, and std::filesystem::filesystem_error.
bundle make_bundle(project const& app, app_plugins const& plugins, installation const& here,
                   std::string const& verb);

}  // namespace fairlead::cli
