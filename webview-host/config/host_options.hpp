// SPDX-License-Identifier: MIT
//
// host_options — the command line of fairlead-webview.
#pragma once

#include "webview-host/dev/server_address.hpp"
#include "webview-host/dev/tls_identity.hpp"
#include "webview-host/dev/upstream_address.hpp"
#include "webview-host/window/page_path.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fairlead::host {

/// For browsers, while the app is developed.
struct browser_options {
    bool wanted = false;
    server_address at;
    std::string listen;              ///< An address of this machine that others reach.
    std::vector<std::string> names;  ///< Under which it may be asked, besides.
    tls_options tls;                 ///< https and wss, and nothing else.
};

struct host_options {
    std::filesystem::path app_dir;
    std::string name = "window";  ///< What this peer is called in the broker.
    bool headless = false;
    bool automation = false;
    page_path_wish page_path = page_path_wish::automatic;
    bool sandbox = false;            ///< WebKit's, around its web processes.
    bool page_clock = false;         ///< FAIRLEAD_PAGE_CLOCK: for measurements.
    std::filesystem::path demo_png;  ///< Empty: no demo.
    browser_options browser;
    /// The front end's own server, in place of the app's folder.
    std::optional<upstream_address> upstream;
    std::filesystem::path asset_dir;  ///< Instead of wails.json's, unless empty.
    bool check = false;               ///< Say what a start would find, and end.
};

/// Nothing to run: a text, and the exit code 0 (stdout) or 2 (stderr).
struct parting_words {
    int code = 0;
    std::string text;
};

std::variant<host_options, parting_words> parse_host_options(int argc, char* const* argv);

}  // namespace fairlead::host
