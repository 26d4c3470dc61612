// SPDX-License-Identifier: MIT
//
// wailsjs — an app's wailsjs/, as its plugins want it and as it is.
#pragma once

#include "cli/generate/output_folder.hpp"
#include "cli/project/project.hpp"

#include <string>
#include <vector>

namespace fairlead::cli::generate {

struct wailsjs {
    output_folder folder;
    file_set wanted;
    std::vector<difference> differences;  ///< None: it is up to date.
    std::vector<std::string> left_out;    ///< Methods that no file has.

    /// Asks the plugins. Throws command_failed, in the name of `verb`.
    static wailsjs of(project const& app, std::string const& verb);
    /// Afterwards it is as wanted.
    void settle() const { folder.settle(wanted, differences); }
};

}  // namespace fairlead::cli::generate
