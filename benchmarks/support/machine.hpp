// SPDX-License-Identifier: MIT
//
// machine — what a reader must know about where the figures come from.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace fairlead::bench {

/// Name and value, in the order to be read: cpu, cores, caches, memory, virtualisation, kernel,
/// system, compiler, flags, commit, date.
using machine_report = std::vector<std::pair<std::string, std::string>>;

machine_report describe_machine();

/// The first line that a command prints; empty when it prints none.
std::string first_line_of(std::string const& command);

}  // namespace fairlead::bench
