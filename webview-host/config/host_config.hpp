// SPDX-License-Identifier: MIT
//
// host_config — what the host reads from wails.json.
//
//   { "name": "greeter", "assetdir": "frontend/dist", "info": { "productName": "Greeter" },
//     "fairlead": { "programName": "greeter", "window": { "title": "Greeter", "width": 1024 } } }
//
// Only "name" must be there; docs/OPTIONS.md has all of them. Keys it does not know are somebody
// else's.
#pragma once

#include "webview-host/config/config_section.hpp"
#include "webview-host/window/window_options.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

namespace fairlead::host {

struct host_config {
    std::string app;
    std::string program;  ///< What the desktop knows the window by.
    /// Where the front end lies, a folder or an archive: "assetdir", else <frontend:dir>/dist, else
    /// frontend:dir.
    std::filesystem::path asset_dir;
    /// What a plugin that serves assets may take for a head, and for each piece of a body.
    std::chrono::milliseconds asset_patience{30'000};
    window_options window;
    page_options page;
};

/// Throws config_error. `asset_dir` instead of the one that is written there, unless empty.
host_config read_host_config(std::filesystem::path const& app_dir,
                             std::filesystem::path const& asset_dir = {});
host_config parse_host_config(std::string_view text, std::filesystem::path const& app_dir);

}  // namespace fairlead::host
