// SPDX-License-Identifier: MIT
//
// runtime_folder — the rules that the broker has for its folder, and who answers there.
#include "cli/doctor/checks.hpp"

#include "cli/attach.hpp"
#include "cli/exit_code.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace fairlead::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 2s;

finding nothing_there(std::filesystem::path const& root) {
    const auto above = root.parent_path();
    if (::access(above.c_str(), W_OK | X_OK) == 0)
        return {"runtime-folder", health::ok, root.native() + " is made at the first start", {}};
    return {"runtime-folder", health::fail,
            root.native() + " cannot be made: " + above.native() + ": " + std::strerror(errno),
            "log in as this user, or set XDG_RUNTIME_DIR to a folder of his own (0700)"};
}

/// As the broker asks for it.
finding check_folder(std::filesystem::path const& folder, std::string const& name) {
    const auto fail = [&](std::string const& why, std::string const& remedy) {
        return finding{name, health::fail, folder.native() + ' ' + why, remedy};
    };
    struct stat found {};
    if (::lstat(folder.c_str(), &found) != 0)
        return fail(std::string{"cannot be read: "} + std::strerror(errno), "remove it");
    if (!S_ISDIR(found.st_mode)) return fail("is not a folder", "remove it");
    if (found.st_uid != ::geteuid())
        return fail("belongs to another user",
                    "remove it, or set XDG_RUNTIME_DIR to a folder of your own");
    if ((found.st_mode & 0077) != 0)
        return fail("is open to other users", "chmod 700 " + folder.native());
    return {name, health::ok, folder.native(), {}};
}

std::string pid_in(std::filesystem::path const& lock) {
    std::ifstream in{lock};
    std::string pid;
    in >> pid;
    return pid.empty() ? "its broker" : "pid " + pid;
}

finding check_running(std::string const& app) {
    const auto folder = handshake::app_dir(app);
    const auto name = "app " + app;
    if (auto wrong = check_folder(folder, name); wrong.state != health::ok) return wrong;
    try {
        attach({.app = app, .socket = {}, .timeout = patience});
        return {name, health::ok, "runs, " + pid_in(folder / "broker.lock"), {}};
    } catch (command_failed const& failed) {
        if (failed.code() == exit_code::no_broker)
            return {name, health::warn, "has ended without removing its socket",
                    "none needed, its next start does it; or rm " +
                        handshake::socket_path(app).native()};
        return {name, health::warn,
                "does not answer: " + std::string{failed.what()} + " (" +
                    pid_in(folder / "broker.lock") + ")",
                "fairlead list --app " + app + " says more; end that process if it hangs"};
    }
}

}  // namespace

findings check_runtime_folder() {
    const auto root = handshake::runtime_root();
    std::error_code failed;
    if (!std::filesystem::exists(std::filesystem::symlink_status(root, failed)))
        return {nothing_there(root)};
    findings all{check_folder(root, "runtime-folder")};
    if (all.front().state == health::ok)
        for (auto const& app : handshake::apps_with_socket()) all.push_back(check_running(app));
    return all;
}

}  // namespace fairlead::cli
