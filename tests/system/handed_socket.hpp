// SPDX-License-Identifier: MIT
//
// handed_socket — a service manager that the test plays: it listens where an app's clients look,
// and starts the broker with what it listens with.
#pragma once

#include "tests/support/child.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace fairlead::tests {

/// Not closed by exec: its number goes into a command.
inline unique_fd listen_at(std::filesystem::path const& path, int type = SOCK_STREAM) {
    unique_fd made{::socket(AF_UNIX, type, 0)};
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::strncpy(at.sun_path, path.c_str(), sizeof at.sun_path - 1);
    if (::bind(made.get(), reinterpret_cast<sockaddr const*>(&at), sizeof at) != 0)
        throw std::runtime_error{path.string() + ": cannot be bound"};
    if (type != SOCK_DGRAM) ::listen(made.get(), 16);
    return made;
}

/// In a folder as systemd makes it.
inline std::filesystem::path socket_place(runtime_folder const& where, std::string const& app) {
    namespace fs = std::filesystem;
    const auto folder = where.path() / "fairlead" / app;
    fs::create_directories(folder);
    for (auto const& one : {folder.parent_path(), folder})
        fs::permissions(one, fs::perms::owner_all);
    return folder / "broker.sock";
}

/// Waits until somebody knocks.
inline void wait_for_knock(unique_fd const& socket) {
    pollfd knock{socket.get(), POLLIN, 0};
    if (::poll(&knock, 1, static_cast<int>(patience().count())) != 1) give_up("somebody knocks");
}

/// A broker that gets `handed` as descriptor 3, and as many more as `count` says.
inline child::spec broker_with(runtime_folder const& where, std::filesystem::path const& app,
                               int handed, std::string const& count = "1") {
    const auto given = std::to_string(handed);
    auto environment = where.environment();
    environment["LISTEN_FDS"] = count;
    environment["LISTEN_FDNAMES"] = "broker.socket";
    return {"/bin/bash",
            {"-c",
             "exec 3<&" + given + (handed == 3 ? "" : " " + given + "<&-") +
                 "; LISTEN_PID=$$ exec \"$0\" --app-dir \"$1\"",
             program("fairlead-broker"), app},
            environment};
}

}  // namespace fairlead::tests
