// SPDX-License-Identifier: MIT
//
// page_api — the files of wailsjs/ that are the same for each app: embedded from page_api/.
#pragma once

#include <string_view>

namespace fairlead::cli::generate {

std::string_view runtime_package();
std::string_view runtime_script();
std::string_view runtime_types();
std::string_view fairlead_package();
std::string_view fairlead_script();
std::string_view fairlead_types();

}  // namespace fairlead::cli::generate
