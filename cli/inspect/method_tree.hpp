// SPDX-License-Identifier: MIT
//
// method_tree — names with dots as the tree that they are.
#pragma once

#include <string>
#include <vector>

namespace fairlead::cli::inspect {

/// One line for each part, without what stands before all of them; parts that have one successor
/// alone are one line with it. `names` in any order.
std::vector<std::string> method_tree(std::vector<std::string> const& names);

}  // namespace fairlead::cli::inspect
