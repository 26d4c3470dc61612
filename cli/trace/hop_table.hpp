// SPDX-License-Identifier: MIT
//
// hop_table — many calls, hop by hop.
#pragma once

#include "cli/output/colours.hpp"
#include "cli/trace/call_record.hpp"

#include <string>
#include <vector>

namespace fairlead::cli::trace {

/// One line a method: how many, how long, and which part of that was whose. Then, of each, its
/// hops. Of a single call the hops alone.
std::string table_of(std::vector<call_record> const& calls, colours const& paint, bool legend);

}  // namespace fairlead::cli::trace
