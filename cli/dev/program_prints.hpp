// SPDX-License-Identifier: MIT
//
// program_prints — what the programs of the plugins were made of when they were last started, and
// so which of them are others now.
#pragma once

#include "cli/launch/app_plugins.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace fairlead::cli::dev {

/// The program, and what an interpreter is given of the app's own.
std::vector<std::filesystem::path> files_of(plugin_program const& plugin,
                                            std::filesystem::path const& app_dir);

class program_prints {
public:
    explicit program_prints(std::filesystem::path app_dir) : app_dir_{std::move(app_dir)} {}

    /// Those that differ from when they were kept, or were not there; in the order of the app.
    std::vector<std::string> changed(app_plugins const& app) const;
    /// This is what runs now.
    void keep(app_plugins const& app);
    void keep(plugin_program const& plugin);
    /// It has changed, whatever it is.
    void forget(std::string const& name) { kept_.erase(name); }

private:
    struct print {
        std::uintmax_t bytes = 0;
        std::filesystem::file_time_type written{};
        std::uint64_t content = 0;
    };
    /// By file; a program and scripts among its arguments.
    using prints = std::map<std::filesystem::path, print>;

    prints of(plugin_program const& plugin, prints const& known) const;

    std::filesystem::path app_dir_;
    std::map<std::string, prints> kept_;
};

}  // namespace fairlead::cli::dev
