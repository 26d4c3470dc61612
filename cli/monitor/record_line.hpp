// SPDX-License-Identifier: MIT
//
// record_line — what a monitor is told, as one line for people.
#pragma once

#include "cli/output/colours.hpp"

#include <string>
#include <string_view>

namespace fairlead::cli::monitor {

/// `14:03:07.123456 call   bench → notes  main.Notes.Add #17  12 B  ["milk"]`
std::string line_of(std::string_view record_json, colours const& paint);

}  // namespace fairlead::cli::monitor
