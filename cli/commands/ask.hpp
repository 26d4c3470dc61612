// SPDX-License-Identifier: MIT
//
// ask — one question to a running app, with the command's patience.
#pragma once

#include "cli/command_line.hpp"

#include <string>
#include <string_view>

namespace fairlead::cli {

/// The answer's JSON. Throws command_failed with what the broker, or whoever was asked, says.
std::string ask(client::connection& broker, common_options const& common, std::string_view method,
                std::string_view args);

}  // namespace fairlead::cli
