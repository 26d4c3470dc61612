// SPDX-License-Identifier: MIT
//
// child_output — a short program from its start to its end, and what it said.
#pragma once

#include "cli/launch/child_process.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace fairlead::cli {

struct child_output {
    int code = 0;  ///< 128 + the signal that ended it; -1: it took longer than it may.
    std::string out, err;
    bool cut = false;  ///< It said more than it may.
};

/// Throws command_failed when it cannot be started. The streams in `what` are ours to set.
child_output output_of(child_process::spec what, std::chrono::milliseconds patience,
                       std::size_t text_max = 1 << 20);
child_output output_of(std::filesystem::path const& program, std::vector<std::string> args,
                       std::chrono::milliseconds patience);

}  // namespace fairlead::cli
