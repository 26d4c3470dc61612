// SPDX-License-Identifier: MIT
//
// needed_packages — what must be installed on another machine for programs of this one to run.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace fairlead::cli {

/// Shared libraries that the programs name themselves, sorted; empty without readelf.
std::vector<std::string> needed_libraries(std::vector<std::filesystem::path> const& programs);

/// The packages of this machine that carry them, sorted; empty where there is no dpkg.
std::vector<std::string> packages_with(std::vector<std::string> const& libraries);

}  // namespace fairlead::cli
