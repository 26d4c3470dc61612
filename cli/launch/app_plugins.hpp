// SPDX-License-Identifier: MIT
//
// app_plugins — the plugins of an app and the programs that they are, as the broker finds them.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace fairlead::cli {

struct plugin_program {
    std::string name;
    std::string exec;                          ///< As wails.json has it.
    std::filesystem::path file;                ///< Empty: there is none.
    std::vector<std::filesystem::path> tried;  ///< Where it was looked for, if so.
    std::vector<std::string> args;
    std::vector<std::pair<std::string, std::string>> env;

    /// For the user.
    std::string not_found() const;
};

struct app_plugins {
    std::string name;  ///< The app's.
    std::vector<plugin_program> plugins;

    /// Asks fairlead-broker --check. Throws command_failed, in the name of `verb`, with what it
    /// says of wails.json.
    static app_plugins of(std::filesystem::path const& app_dir, std::string const& verb);
};

}  // namespace fairlead::cli
