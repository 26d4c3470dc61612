// SPDX-License-Identifier: MIT
//
// app — what the broker would find.
#include "cli/doctor/checks.hpp"

#include "cli/exit_code.hpp"
#include "cli/launch/app_folder.hpp"
#include "cli/launch/app_plugins.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <sys/un.h>

namespace fairlead::cli {
namespace {

finding check_plugin(plugin_program const& one) {
    const auto name = "plugin " + one.name;
    if (!one.file.empty()) return {name, health::ok, one.file.native(), {}};
    return {name, health::fail, one.not_found(),
            "build the plugin, or correct its \"exec\" in wails.json"};
}

/// The kernel's limit for a socket's path.
finding check_socket(std::string const& app) {
    const auto path = handshake::socket_path(app);
    if (path.native().size() < sizeof sockaddr_un{}.sun_path)
        return {"socket", health::ok, path.native(), {}};
    return {"socket", health::fail,
            path.native() + " has " + std::to_string(path.native().size()) +
                " bytes, a socket's path may have 107",
            "choose a shorter XDG_RUNTIME_DIR or a shorter \"name\" in wails.json"};
}

}  // namespace

findings check_app(std::filesystem::path const& app_dir) {
    try {
        program("fairlead-broker");
    } catch (command_failed const& failed) {
        return {{"broker", health::fail, failed.what(),
                 "install it, or build the target fairlead-broker"}};
    }
    try {
        const auto app = app_plugins::of(app_dir, "doctor");
        findings all{
            {"wails.json", health::ok, (app_dir / "wails.json").native() + ": app " + app.name, {}},
            check_socket(app.name)};
        for (auto const& one : app.plugins) all.push_back(check_plugin(one));
        return all;
    } catch (command_failed const& failed) {
        return {
            {"wails.json", health::fail, failed.what(), "correct it (README.md has an example)"}};
    }
}

}  // namespace fairlead::cli
