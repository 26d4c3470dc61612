// SPDX-License-Identifier: MIT
//
// counters_of — where the counters of the app lie that a command means.
#pragma once

#include "cli/attach.hpp"

#include <fairlead/meter/snapshot.hpp>

#include <filesystem>

namespace fairlead::cli::top {

/// Without a name: of the one app that runs; if none does, of the one that has left some.
/// `crashed`: of the broker before, that did not end in order. Throws command_failed.
std::filesystem::path counters_of(target const& to, bool crashed);

/// Throws command_failed.
meter::snapshot read_counters(std::filesystem::path const& file);

}  // namespace fairlead::cli::top
