// SPDX-License-Identifier: MIT
//
// host_config — what the host reads from wails.json.
//
//   { "name": "greeter", "assetdir": "frontend/dist", "info": { "productName": "Greeter" },
//     "fairlead": { "window": { "title": "Greeter", "width": 1024, "height": 768, "minWidth": 0,
//                               "minHeight": 0, "maxWidth": 0, "maxHeight": 0, "x": 10, "y": 10,
//                               "resizable": true, "frameless": false, "startHidden": false,
//                               "alwaysOnTop": false, "devtools": false, "backgroundColour":
//                               { "r": 255, "g": 255, "b": 255, "a": 255 } },
//                   "assets": { "timeoutMs": 30000 } } }
//
// Only "name" must be there. Keys it does not know are somebody else's.
#pragma once

#include "webview-host/window/window_frame.hpp"

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace fairlead::host {

struct host_config {
    std::string app;
    /// Where the front end lies, a folder or an archive: "assetdir", else <frontend:dir>/dist, else
    /// frontend:dir.
    std::filesystem::path asset_dir;
    /// What a plugin that serves assets may take for a head, and for each piece of a body.
    std::chrono::milliseconds asset_patience{30'000};
    window_options window;
};

/// "…/wails.json: fairlead.window.width: must be a whole number from 1 to 32767".
struct config_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Throws config_error.
host_config read_host_config(std::filesystem::path const& app_dir);
host_config parse_host_config(std::string_view text, std::filesystem::path const& app_dir);

}  // namespace fairlead::host
