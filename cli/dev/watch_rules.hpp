// SPDX-License-Identifier: MIT
//
// watch_rules — which folders are looked into, and what a changed file means. Pure.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::cli::dev {

/// What no editor, build or version control is meant to be seen by: `.git`, `.main.cpp.swp`,
/// `main.cpp~`, `#main.cpp#`, `4913`, `node_modules`.
bool is_passing_name(std::string_view name) noexcept;

enum class meaning {
    nothing,
    page,     ///< What the page shows.
    plugins,  ///< What a plugin is built from.
    config,   ///< wails.json
};

struct watch_rules {
    std::filesystem::path app;
    std::filesystem::path frontend;               ///< Not looked into for plugins' sources.
    std::filesystem::path generated;              ///< Ours: wailsjs/. What uses it changes, too.
    std::optional<std::filesystem::path> assets;  ///< Nothing: somebody else reloads the page.
    std::vector<std::filesystem::path> reload;    ///< Further folders that mean a reload.
    std::vector<std::filesystem::path> programs;  ///< What plugins are, where nobody builds them.
    std::vector<std::string> extensions;          ///< Of plugins' sources, without dots.
    bool plugins = true;

    /// All folders that are worth a look, those within others left out.
    std::vector<std::filesystem::path> roots() const;
    bool enters(std::filesystem::path const& folder) const;
    meaning of(std::filesystem::path const& file) const;
};

/// `file` is `folder` or lies below it; both absolute and normal.
bool is_within(std::filesystem::path const& file, std::filesystem::path const& folder);

}  // namespace fairlead::cli::dev
