// SPDX-License-Identifier: MIT
//
// manifest — what a plugin offers and the types that go in and out, as JSON on one line: `fairlead
// generate` makes the page's wrappers of it. docs/SDK.md has its format.
#pragma once

#include <fairlead/plugin.hpp>

#include <string>
#include <utility>
#include <vector>

namespace fairlead::manifest {

/// What was said with plugin::describe.
struct words {
    std::vector<std::pair<std::string, method_words>> methods;
    json::catalogue::vocabulary types;
};

/// Gives the methods what was said of them. Throws std::logic_error: two types would have one name,
/// or something is described that is not there.
std::string describe(std::string const& plugin, std::vector<method>& methods, words const& said);

}  // namespace fairlead::manifest
