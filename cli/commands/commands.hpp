// SPDX-License-Identifier: MIT
//
// commands — one function for each verb. What they print to stdout is data; errors are thrown.
#pragma once

#include "cli/command_line.hpp"

namespace fairlead::cli {

/// The exit code of the process.
int execute(print_command const& command);
int execute(run_command const& command);
int execute(doctor_command const& command);
int execute(policy_command const& command);
int execute(generate_command const& command);
int execute(init_command const& command);
int execute(build_command const& command);
int execute(dev_command const& command);
int execute(unit_command const& command);
int execute(list_command const& command);
int execute(inspect_command const& command);
int execute(log_command const& command);
int execute(top_command const& command);
int execute(monitor_command const& command);
int execute(capture_command const& command);
int execute(replay_command const& command);
int execute(metrics_command const& command);
int execute(trace_command const& command);
int execute(plugin_command const& command);
int execute(call_command const& command);
int execute(emit_command const& command);
int execute(subscribe_command const& command);
int execute(completion_command const& command);
int execute(complete_names_command const& command);
int execute(man_command const& command);
int execute(bench_command const& command);
int execute(bench_plugin_command const& command);
int execute(bench_subscriber_command const& command);

/// `[a,b]` from JSON arguments; throws command_failed naming the one that is not JSON.
std::string json_array(std::vector<std::string> const& values);

}  // namespace fairlead::cli
