// SPDX-License-Identifier: MIT
//
// doctor — what would keep an app from running here, before it does.
#include "cli/commands/commands.hpp"
#include "cli/doctor/checks.hpp"
#include "cli/exit_code.hpp"

#include <cstdio>

namespace fairlead::cli {
namespace {

/// The folder that was named; else this one, if it is an app's; else none.
std::filesystem::path app_of(doctor_command const& command) {
    std::error_code failed;
    const auto folder =
        std::filesystem::absolute(command.app_dir.empty() ? "." : command.app_dir, failed)
            .lexically_normal();
    if (!command.app_dir.empty() && !std::filesystem::is_directory(folder, failed))
        throw command_failed{exit_code::usage, "doctor", command.app_dir + " is not a folder"};
    const bool is_app = std::filesystem::exists(folder / "wails.json", failed);
    return command.app_dir.empty() && !is_app ? std::filesystem::path{} : folder;
}

}  // namespace

int execute(doctor_command const& command) {
    const auto app_dir = app_of(command);
    findings all;
    const auto add = [&](findings some) {
        all.insert(all.end(), std::move_iterator{some.begin()}, std::move_iterator{some.end()});
    };
    add(check_kernel());
    add(check_runtime_folder());
    add(check_window(app_dir));
    if (!app_dir.empty()) add(check_app(app_dir));
    const auto text = command.json ? findings_json(all) + '\n' : findings_text(all);
    std::fputs(text.c_str(), stdout);
    return static_cast<int>(is_healthy(all) ? exit_code::ok : exit_code::failure);
}

}  // namespace fairlead::cli
