// SPDX-License-Identifier: MIT
//
// program_prints — the content counts; a file of the same size and time is not read again.
#include "cli/dev/program_prints.hpp"

#include <fstream>
#include <functional>
#include <string_view>

namespace fairlead::cli::dev {
namespace {

namespace fs = std::filesystem;

/// In pieces: programs with what a debugger needs have many megabytes.
std::uint64_t content_of(fs::path const& file) {
    std::ifstream in{file, std::ios::binary};
    std::string piece(1 << 20, '\0');
    std::uint64_t print = 0;
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        const std::string_view got{piece.data(), static_cast<std::size_t>(in.gcount())};
        print = print * 1'099'511'628'211u + std::hash<std::string_view>{}(got);
    }
    return print;
}

}  // namespace

std::vector<fs::path> files_of(plugin_program const& plugin, fs::path const& app_dir) {
    std::vector<fs::path> all;
    if (!plugin.file.empty()) all.push_back(plugin.file);
    else all = plugin.tried;
    std::error_code failed;
    for (auto const& arg : plugin.args)
        if (fs::is_regular_file(app_dir / arg, failed)) all.push_back(app_dir / arg);
    return all;
}

program_prints::prints program_prints::of(plugin_program const& plugin, prints const& known) const {
    prints found;
    for (auto const& file : files_of(plugin, app_dir_)) {
        std::error_code failed;
        print one;
        one.bytes = fs::file_size(file, failed);
        if (failed) continue;
        one.written = fs::last_write_time(file, failed);
        const auto before = known.find(file);
        one.content = before != known.end() && before->second.bytes == one.bytes &&
                              before->second.written == one.written
                          ? before->second.content
                          : content_of(file);
        found.emplace(file, one);
    }
    return found;
}

std::vector<std::string> program_prints::changed(app_plugins const& app) const {
    const prints nothing;
    std::vector<std::string> names;
    for (auto const& plugin : app.plugins) {
        const auto kept = kept_.find(plugin.name);
        auto const& before = kept != kept_.end() ? kept->second : nothing;
        const auto now = of(plugin, before);
        bool same = now.size() == before.size();
        for (auto const& [file, one] : now) {
            const auto found = before.find(file);
            same &= found != before.end() && found->second.content == one.content;
        }
        if (!same) names.push_back(plugin.name);
    }
    return names;
}

void program_prints::keep(plugin_program const& plugin) {
    auto& place = kept_[plugin.name];
    place = of(plugin, place);
}

void program_prints::keep(app_plugins const& app) {
    for (auto const& plugin : app.plugins) keep(plugin);
}

}  // namespace fairlead::cli::dev
