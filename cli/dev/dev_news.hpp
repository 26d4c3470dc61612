// SPDX-License-Identifier: MIT
//
// dev_news — what pages hear of a development session, as JSON: docs/DEV.md. Pure.
#pragma once

#include "cli/dev/plugin_builder.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace fairlead::cli::dev {

std::string building_news(std::set<std::string> const& changed);
/// Files in the app's folder are told without it.
std::string failed_news(build_outcome const& outcome, std::filesystem::path const& app);
std::string failed_news(std::string const& output);
std::string done_news(std::vector<std::string> const& plugins, std::chrono::milliseconds took);

std::string front_end_starting_news();
std::string front_end_ready_news(std::string const& url);
std::string front_end_gone_news(int code);

std::string reload_news(std::set<std::string> const& changed);

/// `plugin/main.cpp and 2 more`, for people.
std::string some_of(std::set<std::string> const& names);

/// As it is called from there, if it lies there.
std::string name_within(std::filesystem::path const& file, std::filesystem::path const& folder);

}  // namespace fairlead::cli::dev
