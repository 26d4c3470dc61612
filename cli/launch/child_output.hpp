// SPDX-License-Identifier: MIT
//
// child_output — a short program from its start to its end, and what it said.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace fairlead::cli {

struct child_output {
    int code = 0;  ///< 128 + the signal that ended it; -1: it took longer than it may.
    std::string out, err;
};

/// Throws command_failed when it cannot be started.
child_output output_of(std::filesystem::path const& program, std::vector<std::string> args,
                       std::chrono::milliseconds patience);

}  // namespace fairlead::cli
