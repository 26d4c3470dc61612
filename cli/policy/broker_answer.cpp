// SPDX-License-Identifier: MIT
//
// broker_answer — one short run of the program.
#include "cli/policy/broker_answer.hpp"

#include "cli/exit_code.hpp"
#include "cli/launch/app_folder.hpp"
#include "cli/launch/child_output.hpp"

namespace fairlead::cli {

std::string ask_broker(std::vector<std::string> args) {
    using namespace std::chrono_literals;
    constexpr std::size_t text_max = 16 << 20;
    auto ran =
        output_of({.program = program("fairlead-broker"), .args = std::move(args)}, 20s, text_max);
    if (ran.code == 0 && !ran.cut) return std::move(ran.out);
    auto why = ran.err.substr(0, ran.err.find('\n'));
    constexpr std::string_view prefix = "fairlead-broker: ";
    if (why.starts_with(prefix)) why.erase(0, prefix.size());
    if (why.empty()) why = "fairlead-broker ended with code " + std::to_string(ran.code);
    throw command_failed{exit_code::failure, "policy", why};
}

}  // namespace fairlead::cli
