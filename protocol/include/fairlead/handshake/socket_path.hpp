// SPDX-License-Identifier: MIT
//
// socket_path — where the broker of an app listens: the one rule that both sides must share.
//
//   $XDG_RUNTIME_DIR/fairlead/<app>/broker.sock, without XDG: ${TMPDIR:-/tmp}/fairlead-<uid>/…
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace fairlead::handshake {

/// The folder that holds one folder for each app. Reads the environment.
std::filesystem::path runtime_root();

std::filesystem::path app_dir(std::string_view app);
std::filesystem::path socket_path(std::string_view app);

/// Apps with a socket, running or stale, by name in order.
std::vector<std::string> apps_with_socket();

}  // namespace fairlead::handshake
