// SPDX-License-Identifier: MIT
//
// unit — an app's units for systemd: printed, or written where the user's manager looks for them.
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/launch/app_folder.hpp"
#include "cli/service/units.hpp"
#include "cli/text_file.hpp"

#include <cstdio>
#include <cstdlib>

namespace fairlead::cli {
namespace {

constexpr auto verb = "unit";

std::filesystem::path folder_of_units() {
    // NOLINTBEGIN(concurrency-mt-unsafe): nobody calls setenv.
    if (char const* config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && *config == '/')
        return std::filesystem::path{config} / "systemd/user";
    char const* home = std::getenv("HOME");
    // NOLINTEND(concurrency-mt-unsafe)
    if (home == nullptr || *home != '/')
        throw command_failed{exit_code::failure, verb, "neither XDG_CONFIG_HOME nor HOME is set"};
    return std::filesystem::path{home} / ".config/systemd/user";
}

void write(std::filesystem::path const& file, std::string const& text) {
    const auto before = read_text(file);
    if (before && !before->starts_with(service::first_line))
        throw command_failed{exit_code::failure, verb,
                             file.native() + " is not ours; it stays as it is"};
    try {
        write_text(file, text);
    } catch (std::filesystem::filesystem_error const& failed) {
        throw command_failed{exit_code::failure, verb, failed.what()};
    }
    std::printf("%s\n", file.c_str());
}

/// A name with escapes is not one word to a shell.
std::string in_shell(std::string const& name) {
    return name.find('\\') == std::string::npos ? name : '\'' + name + '\'';
}

}  // namespace

int execute(unit_command const& command) {
    auto app = app_folder::open(command.app_dir, verb);
    if (!app.dir.has_filename()) app.dir = app.dir.parent_path();  // It was ".", or ended in a /.
    const auto made = service::units_of(app, std::filesystem::absolute(program("fairlead-broker")));
    if (!command.install) {
        std::printf("# %s.socket\n%s\n# %s.service\n%s", made.name.c_str(), made.socket.c_str(),
                    made.name.c_str(), made.service.c_str());
        return static_cast<int>(exit_code::ok);
    }
    const auto folder = folder_of_units();
    write(folder / (made.name + ".socket"), made.socket);
    write(folder / (made.name + ".service"), made.service);
    std::printf("next: systemctl --user daemon-reload && systemctl --user enable --now %s\n",
                in_shell(made.name + ".socket").c_str());
    return static_cast<int>(exit_code::ok);
}

}  // namespace fairlead::cli
