// SPDX-License-Identifier: MIT
//
// attach — which running app a command means, and the connection to it.
#pragma once

#include <fairlead/client/connection.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace fairlead::cli {

struct target {
    std::string app;     ///< `--app`; empty: the one that runs.
    std::string socket;  ///< `--socket`; wins over app.
    std::chrono::milliseconds timeout{25'000};
};

/// Throws command_failed: nothing runs, several run and none was named, or the broker says no.
std::unique_ptr<client::connection> attach(target const& to);

}  // namespace fairlead::cli
