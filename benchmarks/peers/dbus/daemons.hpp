// SPDX-License-Identifier: MIT
//
// daemons — a private message bus of either make, in a folder of ours.
#pragma once

#include <filesystem>

namespace fairlead::bench::dbus {

std::filesystem::path bus_socket(std::filesystem::path const& dir);

/// Becomes dbus-daemon. Returns only by exception.
void run_dbus_daemon(std::filesystem::path const& dir);

/// Starts dbus-broker and stays its controller: its own launcher does not run without systemd.
void run_dbus_broker(std::filesystem::path const& dir);

}  // namespace fairlead::bench::dbus
