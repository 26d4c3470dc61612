// SPDX-License-Identifier: MIT
//
// crash_folder — where crash reports are kept: the newest twenty of an app.
#pragma once

#include "broker/supervision/crash_report.hpp"

#include <filesystem>
#include <string>

namespace fairlead::broker::supervision {

inline constexpr std::size_t crash_reports_kept = 20;

class crash_folder {
public:
    /// `$XDG_STATE_HOME/fairlead/<app>/crashes`, by default in ~/.local/state; where that cannot be
    /// made, `crashes` in `fallback`.
    crash_folder(std::string const& app, std::filesystem::path fallback);

    std::filesystem::path const& path() const noexcept { return path_; }

    /// Its file; empty when it cannot be written.
    std::filesystem::path keep(crash_report const& report) const;

private:
    std::filesystem::path path_;
};

}  // namespace fairlead::broker::supervision
