// SPDX-License-Identifier: MIT
//
// broker_launch — starts an app's broker and waits until it listens.
#pragma once

#include "cli/launch/app_folder.hpp"
#include "cli/launch/child_process.hpp"

#include <optional>
#include <string>

namespace fairlead::cli {

/// `host_token` is what the app's host will show. Nothing: `stop_fd` (if not -1) became readable
/// first. The broker writes to `output` (-1: our own stderr) what is at least of `log_level`;
/// empty: as wails.json says. It notes in the file `record`, if there is one, what its peers do.
/// With `counters` fairlead top sees it.
/// Throws command_failed, in words for people, when it does not come up.
std::optional<child_process> start_broker(app_folder const& app, std::string const& host_token,
                                          int stop_fd, std::string const& log_level = {},
                                          std::string const& record = {}, int output = -1,
                                          bool counters = true);

}  // namespace fairlead::cli
