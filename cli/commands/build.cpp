// SPDX-License-Identifier: MIT
//
// build — plugins, wailsjs/, front end, bundle: from sources to a folder that runs elsewhere.
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/generate/wailsjs.hpp"
#include "cli/project/bundle.hpp"
#include "cli/project/front_end.hpp"
#include "cli/project/needed_packages.hpp"
#include "cli/project/plugin_build.hpp"
#include "cli/text_file.hpp"

#include <cstdio>

namespace fairlead::cli {
namespace {

constexpr auto verb = "build";

/// Only what a build made: plugins may have been built elsewhere.
void clean(project const& app) {
    for (auto const& folder :
         {plugin_build_folder(app), bundle_folder(app), app.dir / "build/logs"})
        std::filesystem::remove_all(folder);
}

steps::note generate_wailsjs(project const& app) {
    const auto made = generate::wailsjs::of(app, verb);
    made.settle();
    const auto count = made.differences.size();
    if (count == 0) return "up to date";
    return std::to_string(count) + (count == 1 ? " file" : " files");
}

/// For apt-get, and for people.
std::string packages_text(bundle const& made) {
    const auto libraries = needed_libraries(made.programs);
    std::string text;
    for (auto const& one : packages_with(libraries)) text += one + '\n';
    if (!text.empty()) return text;
    for (auto const& one : libraries) text += one + '\n';
    return text;
}

steps::note bundle_up(project const& app, installation const& here) {
    const auto made = make_bundle(app, app_plugins::of(app.dir, verb), here, verb);
    write_text(made.folder / "packages.txt", packages_text(made));
    char size[32];
    std::snprintf(size, sizeof size, "%.1f MB", static_cast<double>(made.bytes) / 1e6);
    return size;
}

}  // namespace

int execute(build_command const& command) {
    const auto app = project::open(command.app_dir, verb);
    const auto here = installation::own();
    if (command.clean) clean(app);

    steps all{verb, app.dir / "build/logs", command.verbose};
    add_plugin_steps(all, app, here);
    if (std::filesystem::is_directory(app.wailsjs.parent_path()))
        all.add("wailsjs", [&] { return generate_wailsjs(app); });
    if (!command.skip_frontend) add_front_end_steps(all, app);
    all.add("bundle", [&] { return bundle_up(app, here); });
    all.run();
    std::printf("built %s\n", (bundle_folder(app) / app.output_name)
                                  .lexically_proximate(std::filesystem::current_path())
                                  .c_str());
    return static_cast<int>(exit_code::ok);
}

}  // namespace fairlead::cli
