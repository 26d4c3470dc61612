// SPDX-License-Identifier: MIT
//
// front_end — what packages were installed for is kept beside them, word by word.
#include "cli/project/front_end.hpp"

#include "cli/text_file.hpp"

namespace fairlead::cli {
namespace {

namespace fs = std::filesystem;

std::string wanted_packages(project const& app, std::string const& command) {
    auto all = command + '\n';
    for (auto const* name : {"package.json", "package-lock.json", "pnpm-lock.yaml", "yarn.lock"})
        all += read_text(app.frontend / name).value_or("");
    return all;
}

fs::path stamp_of(project const& app) {
    return app.frontend / "node_modules/.fairlead/installed-for";
}

steps::note install(steps& runner, project const& app) {
    if (front_end_is_installed(app, app.install_command)) return "up to date";
    std::error_code failed;
    fs::remove(stamp_of(app), failed);
    runner.execute_line(app.install_command, app.frontend);
    note_front_end_installed(app, app.install_command);
    return {};
}

}  // namespace

bool front_end_is_installed(project const& app, std::string const& command) {
    return read_text(stamp_of(app)) == wanted_packages(app, command);
}

void note_front_end_installed(project const& app, std::string const& command) {
    if (!fs::is_directory(app.frontend / "node_modules")) return;  // Not npm's.
    write_text(stamp_of(app), wanted_packages(app, command));  // The lock file may be a new one.
}

void add_front_end_steps(steps& to, project const& app) {
    if (!app.install_command.empty())
        to.add("front end: install", [&to, &app] { return install(to, app); });
    if (!app.build_command.empty())
        to.add("front end: build", [&to, &app] {
            to.execute_line(app.build_command, app.frontend);
            return steps::note{};
        });
}

}  // namespace fairlead::cli
