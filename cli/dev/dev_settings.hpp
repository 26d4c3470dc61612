// SPDX-License-Identifier: MIT
//
// dev_settings — what a development session does: wails.json, and what the command line says
// instead.
#pragma once

#include "cli/project/project.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::cli {

/// Empty or nothing: as wails.json says.
struct dev_command {
    std::string app_dir = ".";
    bool headless = false;  ///< No window.
    bool browser = false;   ///< Open one.
    bool skip_frontend = false;
    bool no_reload = false;
    bool no_rebuild = false;
    bool no_colour = false;
    bool clean = false;
    bool tls = false;  ///< https, with a certificate of the server's own making.
    std::string tls_cert, tls_key;
    std::string dev_server;     ///< HOST:PORT
    std::string front_end_url;  ///< Of a dev server of its own.
    std::string asset_dir;
    std::string wailsjs_dir;
    std::string reload_dirs;  ///< With commas.
    std::string extensions;   ///< With commas.
    std::string log_level;
    std::optional<unsigned> debounce_ms;
    std::optional<unsigned> front_end_seconds;
};

namespace dev {

struct dev_settings {
    project app;
    std::string install_command;  ///< "frontend:dev:install", or "frontend:install"
    std::string
        build_command;  ///< "frontend:dev:build", or "frontend:build"; empty with a watcher.
    std::string watcher_command;  ///< "frontend:dev:watcher"
    std::string front_end_url;    ///< "auto": the watcher says it. Empty: there is none.
    std::chrono::seconds front_end_patience{10};  ///< "viteServerTimeout"
    std::string dev_server;                       ///< "devServer", or localhost:34115
    std::chrono::milliseconds quiet{100};         ///< "debounceMS"
    std::vector<std::filesystem::path> reload_dirs;
    std::vector<std::string> extensions;

    bool has_upstream() const noexcept { return !front_end_url.empty(); }

    /// Throws command_failed.
    static dev_settings of(dev_command const& command);
};

/// `a, b` → a and b.
std::vector<std::string> split_list(std::string_view text);

}  // namespace dev
}  // namespace fairlead::cli
