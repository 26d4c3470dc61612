// SPDX-License-Identifier: MIT
//
// check — what a start would find, without a start: `fairlead-broker --check`, for `fairlead
// doctor` and `fairlead generate`.
#pragma once

#include <filesystem>
#include <string>

namespace fairlead::broker {

/// `{"app":…,"plugins":[{"name":…,"exec":…,"args":[…],"env":{…},"program":…}]}`; instead of
/// "program" there is "tried", a list, for a plugin whose program is nowhere. Throws
/// config::config_error.
std::string check_app(std::filesystem::path const& app_dir,
                      std::filesystem::path const& broker_dir);

}  // namespace fairlead::broker
