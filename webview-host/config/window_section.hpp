// SPDX-License-Identifier: MIT
//
// window_section — "fairlead.window" of wails.json: how the window and its page begin.
#pragma once

#include "webview-host/config/config_section.hpp"
#include "webview-host/window/window_options.hpp"

#include <filesystem>

namespace fairlead::host {

void read_window(config_section const& from, std::filesystem::path const& app_dir,
                 window_options& to);
void read_page(config_section const& from, page_options& to);

}  // namespace fairlead::host
