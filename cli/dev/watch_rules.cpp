// SPDX-License-Identifier: MIT
//
// watch_rules — by names alone; what lies on the disk is not asked.
#include "cli/dev/watch_rules.hpp"

#include <algorithm>
#include <array>

namespace fairlead::cli::dev {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

bool has_passing_part(fs::path const& file, fs::path const& below) {
    const auto rest = file.lexically_relative(below);
    return std::ranges::any_of(
        rest, [](fs::path const& part) { return part != "." && is_passing_name(part.native()); });
}

bool is_cmake_file(fs::path const& file) {
    return file.filename() == "CMakeLists.txt" || file.filename() == "CMakePresets.json";
}

}  // namespace

bool is_passing_name(std::string_view name) noexcept {
    constexpr std::array folders{"node_modules"sv, "__pycache__"sv, "CMakeFiles"sv};
    constexpr std::array endings{"~"sv,    ".swp"sv,  ".swx"sv, ".tmp"sv,
                                 ".new"sv, ".orig"sv, ".bak"sv};
    return name.empty() || name.front() == '.' || name.front() == '#' ||
           name == "4913"sv ||  // Vim tries whether it may make files.
           std::ranges::find(folders, name) != folders.end() ||
           std::ranges::any_of(endings, [&](auto end) { return name.ends_with(end); }) ||
           name.find("___jb_") != name.npos;  // JetBrains' save through a second file.
}

bool is_within(fs::path const& file, fs::path const& folder) {
    const auto [end, rest] = std::ranges::mismatch(folder, file);
    // A path that was written with a slash at its end has an empty last part.
    return end == folder.end() || (end->empty() && std::next(end) == folder.end());
}

std::vector<fs::path> watch_rules::roots() const {
    std::vector<fs::path> all{app};
    if (assets) all.push_back(*assets);
    all.insert(all.end(), reload.begin(), reload.end());
    for (auto const& one : programs) all.push_back(one.parent_path());
    std::ranges::sort(all);
    std::vector<fs::path> outer;
    for (auto const& one : all)
        if (outer.empty() || !is_within(one, outer.back()) || !enters(one)) outer.push_back(one);
    return outer;
}

bool watch_rules::enters(fs::path const& folder) const {
    const auto wanted = [&](fs::path const& root) {
        return is_within(folder, root) && !has_passing_part(folder, root);
    };
    // On the way to one of those, too.
    const auto leads_to = [&](fs::path const& root) { return is_within(root, folder); };
    if (assets && (wanted(*assets) || leads_to(*assets))) return true;
    if (std::ranges::any_of(reload, [&](auto const& one) { return wanted(one) || leads_to(one); }))
        return true;
    if (std::ranges::any_of(programs, leads_to)) return true;
    return wanted(app) && !is_within(folder, app / "build") &&
           (frontend == app || !is_within(folder, frontend));
}

meaning watch_rules::of(fs::path const& file) const {
    if (file == app / "wails.json") return meaning::config;
    if (std::ranges::find(programs, file) != programs.end()) return meaning::plugins;
    if (!generated.empty() && is_within(file, generated)) return meaning::nothing;
    if (assets && is_within(file, *assets) && !has_passing_part(file, *assets))
        return meaning::page;
    for (auto const& folder : reload)
        if (is_within(file, folder) && !has_passing_part(file, folder)) return meaning::page;
    if (!plugins || !is_within(file, app) || has_passing_part(file, app) ||
        is_within(file, app / "build") || (frontend != app && is_within(file, frontend)))
        return meaning::nothing;
    auto extension = file.extension().native();
    if (!extension.empty()) extension.erase(0, 1);
    return is_cmake_file(file) || std::ranges::find(extensions, extension) != extensions.end()
               ? meaning::plugins
               : meaning::nothing;
}

}  // namespace fairlead::cli::dev
