// SPDX-License-Identifier: MIT
//
// socket_path — from the environment, nothing created.
#include <fairlead/handshake/socket_path.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>

namespace fairlead::handshake {
namespace {

std::string_view environment(char const* name) noexcept {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody calls setenv.
    return value != nullptr ? value : "";
}

}  // namespace

std::filesystem::path runtime_root() {
    if (const auto xdg = environment("XDG_RUNTIME_DIR"); !xdg.empty())
        return std::filesystem::path{xdg} / "fairlead";
    const auto tmp = environment("TMPDIR");
    return std::filesystem::path{tmp.empty() ? "/tmp" : tmp} /
           ("fairlead-" + std::to_string(::getuid()));
}

std::filesystem::path app_dir(std::string_view app) { return runtime_root() / app; }

std::filesystem::path socket_path(std::string_view app) { return app_dir(app) / "broker.sock"; }

std::vector<std::string> apps_with_socket() {
    std::vector<std::string> apps;
    std::error_code ignored;  // No folder, no apps.
    for (auto const& entry : std::filesystem::directory_iterator{runtime_root(), ignored})
        if (std::filesystem::exists(entry.path() / "broker.sock", ignored))
            apps.push_back(entry.path().filename());
    std::sort(apps.begin(), apps.end());
    return apps;
}

}  // namespace fairlead::handshake
