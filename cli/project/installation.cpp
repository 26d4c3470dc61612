// SPDX-License-Identifier: MIT
//
// installation — the places are those of cmake --install, and of a build folder.
#include "cli/project/installation.hpp"

#include <algorithm>
#include <vector>

namespace fairlead::cli {
namespace {

namespace fs = std::filesystem;

fs::path first_with(std::vector<fs::path> const& folders, fs::path const& what) {
    std::error_code failed;
    for (auto const& folder : folders)
        if (fs::exists(folder / what, failed)) return folder;
    return {};
}

/// lib/cmake/fairlead, or with the machine's name between, as distributions have it.
std::vector<fs::path> sdk_folders(fs::path const& prefix) {
    std::vector<fs::path> all{prefix, prefix / "lib/cmake/fairlead",
                              prefix / "lib64/cmake/fairlead"};
    std::error_code failed;
    for (auto const& entry : fs::directory_iterator{prefix / "lib", failed})
        all.push_back(entry.path() / "cmake/fairlead");
    std::sort(all.begin() + 3, all.end());
    return all;
}

}  // namespace

installation installation::around(fs::path const& program) {
    installation found;
    found.programs = program.parent_path();
    const auto prefix = found.programs.parent_path();
    constexpr auto page = "libfairlead-page.so";
    if (const auto folder =
            first_with({found.programs / "fairlead-page", prefix / "lib/fairlead/page"}, page);
        !folder.empty())
        found.page_library = folder / page;
    found.sdk = first_with(sdk_folders(prefix), "fairlead-config.cmake");
    found.templates = first_with({prefix / "share/fairlead/templates"}, "base");
    return found;
}

installation installation::own() { return around(fs::read_symlink("/proc/self/exe")); }

}  // namespace fairlead::cli
