// SPDX-License-Identifier: MIT
//
// crash_folder — names begin with the time, so the alphabet is their age.
#include "broker/supervision/crash_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <vector>

namespace fairlead::broker::supervision {

namespace fs = std::filesystem;

namespace {

fs::path state_home() {
    if (char const* said = std::getenv("XDG_STATE_HOME"); said != nullptr && *said == '/')
        return said;
    char const* home = std::getenv("HOME");
    return home != nullptr && *home == '/' ? fs::path{home} / ".local/state" : fs::path{};
}

/// Ours alone: what a plugin wrote may be anybody's secret.
bool make(fs::path const& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
    return !failed;
}

std::string file_name(crash_report const& report) {
    auto name = utc_text(report.when) + "-" + report.plugin.substr(0, 64) + "-" +
                std::to_string(report.pid) + ".json";
    std::ranges::replace(name, '/', '_');
    return name;
}

}  // namespace

crash_folder::crash_folder(std::string const& app, fs::path fallback) {
    const auto home = state_home();
    path_ = home / "fairlead" / app / "crashes";
    if (home.empty() || !make(path_)) {
        path_ = std::move(fallback) / "crashes";
        make(path_);
    }
}

fs::path crash_folder::keep(crash_report const& report) const {
    std::error_code ignored;
    std::vector<fs::path> all;
    for (auto const& entry : fs::directory_iterator{path_, ignored})
        if (entry.path().extension() == ".json") all.push_back(entry.path());
    std::ranges::sort(all);
    for (std::size_t i = 0; all.size() - i >= crash_reports_kept && i < all.size(); ++i)
        fs::remove(all[i], ignored);

    const auto file = path_ / file_name(report);
    std::ofstream out{file, std::ios::binary};
    out << to_json(report) << '\n';
    out.close();
    return out ? file : fs::path{};
}

}  // namespace fairlead::broker::supervision
