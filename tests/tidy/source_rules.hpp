// SPDX-License-Identifier: MIT
//
// source_rules — taste that a machine can check, one file at a time.
#pragma once

#include "tests/tidy/source_tree.hpp"

#include <vector>

namespace fairlead::tidy {

/// What each file of ours keeps to:
///  - it opens with the licence line and "noun — what it is"; a header has #pragma once;
///  - no line is longer than 100 columns, no tab, no blank at a line's end, a newline at the end;
///  - a library is known in as few files as possible: iostream, spdlog, WebKitGTK, Catch2;
///  - a test case has a name that ctest and Catch2 read the same way;
///  - nothing is marked to be done at once;
///  - a markdown file has exactly one title.
std::vector<finding> broken_rules(source_file const& file);

}  // namespace fairlead::tidy
