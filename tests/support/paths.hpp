// SPDX-License-Identifier: MIT
//
// paths — where a test finds the source tree and the programs built beside it.
#pragma once

#include <filesystem>
#include <string_view>

namespace fairlead::tests {

std::filesystem::path source_root();

/// The folder of the programs of this very build: dev tests start dev programs.
std::filesystem::path program_dir();

std::filesystem::path program(std::string_view name);

}  // namespace fairlead::tests
