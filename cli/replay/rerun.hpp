// SPDX-License-Identifier: MIT
//
// rerun — the calls of a capture, made again in a running app.
#pragma once

#include "cli/command_line.hpp"
#include "cli/replay/comparison.hpp"
#include "cli/replay/plan.hpp"

#include <map>
#include <string>
#include <vector>

namespace fairlead::cli::replay {

struct differing_call {
    std::uint64_t number = 0;
    std::string method;
    std::vector<difference> where;
};

/// Microseconds from the handing over to the answer, as the broker has measured them.
struct method_times {
    std::uint64_t calls = 0, differing = 0;
    std::vector<double> captured, now;
};

struct rerun_result {
    static constexpr std::size_t kept_max = 1'000;

    std::uint64_t calls = 0, differing = 0;
    double seconds = 0;
    std::vector<differing_call> differences;  ///< At most kept_max calls.
    std::map<std::string, method_times> methods;
};

/// Throws command_failed: the broker has gone.
rerun_result run_again(plan const& what, replay_command const& how, client::connection& broker);

}  // namespace fairlead::cli::replay
