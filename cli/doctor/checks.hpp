// SPDX-License-Identifier: MIT
//
// checks — what an app needs of a machine, looked at one by one; nothing is changed.
#pragma once

#include "cli/doctor/finding.hpp"

#include <filesystem>

namespace fairlead::cli {

/// What the kernel must be able to do, and limits.
findings check_kernel();

/// The folder with the sockets, and what lies there.
findings check_runtime_folder();

/// WebKitGTK, the way out of a page, sandbox, display, session bus; with an app also what its host
/// says of wails.json. An empty folder: no app.
findings check_window(std::filesystem::path const& app_dir);

/// What the broker says of wails.json, and the plugins' programs.
findings check_app(std::filesystem::path const& app_dir);

}  // namespace fairlead::cli
