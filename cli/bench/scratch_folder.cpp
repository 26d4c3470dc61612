// SPDX-License-Identifier: MIT
//
// scratch_folder — where the machine keeps what is temporary.
#include "cli/bench/scratch_folder.hpp"

#include "cli/exit_code.hpp"

#include <cstdlib>
#include <string>

namespace fairlead::cli {

scratch_folder::scratch_folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "fairlead-bench-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr)
        throw command_failed{exit_code::failure, "bench", pattern + " cannot be made"};
    path_ = pattern;
}

scratch_folder::~scratch_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace fairlead::cli
