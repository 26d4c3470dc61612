// SPDX-License-Identifier: MIT
//
// app_folder — what the launcher must know of an app, and where its own programs are.
#pragma once

#include <filesystem>
#include <string>

namespace fairlead::cli {

struct app_folder {
    std::filesystem::path dir;  ///< Absolute.
    std::string name;           ///< wails.json's "name".
    std::string instance_id;    ///< Of "fairlead.singleInstance"; empty: it may run more than once.

    /// Throws command_failed, in the name of `verb`: no such folder, no wails.json, no name.
    static app_folder open(std::filesystem::path const& dir, std::string const& verb = "run");
};

/// A program of ours: beside the running one, else through PATH.
std::filesystem::path program(std::string const& name);

}  // namespace fairlead::cli
