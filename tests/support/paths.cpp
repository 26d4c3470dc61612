// SPDX-License-Identifier: MIT
//
// paths — the only file compiled with absolute paths on its command line.
#include "tests/support/paths.hpp"

namespace fairlead::tests {

std::filesystem::path source_root() { return FAIRLEAD_SOURCE_ROOT; }

std::filesystem::path program_dir() { return FAIRLEAD_PROGRAM_DIR; }

std::filesystem::path program(std::string_view name) { return program_dir() / name; }

}  // namespace fairlead::tests
