// SPDX-License-Identifier: MIT
//
// plugin_build — CMake does the work; who has chosen a generator or a number of jobs keeps it.
#include "cli/project/plugin_build.hpp"

#include "cli/launch/app_folder.hpp"

#include <algorithm>
#include <thread>

namespace fairlead::cli {
namespace {

namespace fs = std::filesystem;

// NOLINTNEXTLINE(concurrency-mt-unsafe): nobody calls setenv.
bool is_set(char const* variable) { return std::getenv(variable) != nullptr; }

bool is_installed(char const* name) {
    try {
        return !program(name).empty();
    } catch (std::exception const&) {
        return false;
    }
}

}  // namespace

child_process::spec plugin_configure_command(project const& app, installation const& here,
                                             build_kind kind) {
    const auto build = plugin_build_folder(app);
    std::vector<std::string> args{"-S", app.dir, "-B", build};
    if (!fs::exists(build / "CMakeCache.txt")) {
        if (!is_set("CMAKE_BUILD_TYPE")) args.emplace_back("-DCMAKE_BUILD_TYPE=Release");
        if (!is_set("CMAKE_GENERATOR") && is_installed("ninja"))
            args.insert(args.end(), {"-G", "Ninja"});
    }
    if (!here.sdk.empty()) args.push_back("-Dfairlead_DIR=" + here.sdk.native());
    args.emplace_back(kind == build_kind::quick ? "-DFAIRLEAD_QUICK_BUILDS=ON"
                                                : "-DFAIRLEAD_QUICK_BUILDS=OFF");
    return {.program = program("cmake"), .args = std::move(args)};
}

child_process::spec plugin_build_command(project const& app) {
    std::vector<std::string> args{"--build", plugin_build_folder(app)};
    if (!is_set("CMAKE_BUILD_PARALLEL_LEVEL"))
        args.insert(
            args.end(),
            {"--parallel", std::to_string(std::max(1u, std::thread::hardware_concurrency()))});
    return {.program = program("cmake"), .args = std::move(args)};
}

fs::path plugin_build_folder(project const& app) { return app.dir / "build/plugins"; }

void add_plugin_steps(steps& to, project const& app, installation const& here) {
    if (!fs::exists(app.dir / "CMakeLists.txt")) return;
    to.add("plugins: configure", [&to, &app, &here] {
        to.execute(plugin_configure_command(app, here, build_kind::whole), "cmake");
        return steps::note{};
    });
    to.add("plugins: build", [&to, &app] {
        to.execute(plugin_build_command(app), "cmake --build");
        return steps::note{};
    });
}

}  // namespace fairlead::cli
