// SPDX-License-Identifier: MIT
//
// describe — asks each plugin of an app what it offers.
#pragma once

#include "cli/generate/manifest.hpp"
#include "cli/launch/app_plugins.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace fairlead::cli::generate {

/// Runs it with --describe, as the broker would run it: where, with which arguments, in which
/// environment. Throws command_failed, in the name of `verb`, naming the plugin.
manifest describe(plugin_program const& plugin, std::filesystem::path const& app_dir,
                  std::string const& verb, std::chrono::milliseconds patience);

/// All of them, one after the other.
std::vector<manifest> describe_plugins(std::filesystem::path const& app_dir,
                                       std::string const& verb, std::chrono::milliseconds patience);

}  // namespace fairlead::cli::generate
