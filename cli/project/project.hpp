// SPDX-License-Identifier: MIT
//
// project — what the tools that make an app must know of its wails.json.
#pragma once

#include "cli/generate/files.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace fairlead::cli {

struct project {
    std::filesystem::path dir;  ///< Absolute.
    std::string name;
    std::string output_name;         ///< "outputfilename", or the name.
    std::filesystem::path frontend;  ///< "frontend:dir", or frontend.
    std::filesystem::path assets;    ///< What the window shows, as the host finds it; empty: none.
    std::filesystem::path wailsjs;   ///< "wailsjsdir", or the front end, and wailsjs below it.
    std::string install_command;     ///< "frontend:install"; empty: nothing to do.
    std::string build_command;       ///< "frontend:build"
    std::vector<std::filesystem::path> bundled;  ///< "fairlead": { "bundle": [ … ] }: what else.
    generate::type_style types;                  ///< "bindings": { "ts_generation": … }

    /// Throws command_failed in the name of `verb`, naming the key that is wrong.
    static project open(std::filesystem::path const& dir, std::string const& verb);
};

}  // namespace fairlead::cli
