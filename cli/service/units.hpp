// SPDX-License-Identifier: MIT
//
// units — what systemd must know of an app to run its broker for a user: a socket and a service, as
// texts; pure.
#pragma once

#include "cli/launch/app_folder.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace fairlead::cli::service {

struct units {
    std::string name;  ///< "fairlead@notes", with the escapes that systemd's names have.
    std::string socket, service;
};

/// Their first line: files that begin otherwise are somebody else's.
constexpr std::string_view first_line = "# Made by: fairlead unit\n";

/// Throws command_failed when systemd would not take the broker's path.
units units_of(app_folder const& app, std::filesystem::path const& broker);

/// One word of a command line in a unit.
std::string unit_word(std::string_view text);

}  // namespace fairlead::cli::service
