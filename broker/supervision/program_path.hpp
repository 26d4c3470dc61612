// SPDX-License-Identifier: MIT
//
// program_path — the file that a plugin's "exec" means: in the app's folder, else beside the
// broker.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace fairlead::broker::supervision {

struct program_path {
    std::filesystem::path file;                ///< Empty: not found.
    std::vector<std::filesystem::path> tried;  ///< For the message.
};

/// Beside the broker both "bin/greeter-plugin" and "greeter-plugin" are looked for: an app in its
/// source tree has its programs in the build's bin folder.
program_path find_program(std::string const& exec, std::filesystem::path const& app_dir,
                          std::filesystem::path const& broker_dir);

}  // namespace fairlead::broker::supervision
