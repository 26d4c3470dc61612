// SPDX-License-Identifier: MIT
//
// policy_report — permissions without a start: `fairlead-broker --policy-…`, for `fairlead policy`.
// The command line stands on the SDK and must not link the broker; asked as a program, the broker
// gives the very answer that it would give at run time, from the same code.
#pragma once

#include "broker/config/options.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace fairlead::broker {

/// Nothing: none is wanted. Throws config::config_error.
///
/// --policy-check    {"rules":2,"warnings":["…"],"names":[{"place":"permissions[\"page\"].call[0]",
///                    "name":"main.App.Greet"}]}: names of methods, to be compared with manifests
/// --policy-explain  {"allowed":false,"rule":"…","remedy":"…","line":"…"}
/// --policy-learn    the object to be written as "permissions"
std::optional<std::string> report_on_policy(config::options const& options,
                                            std::filesystem::path const& app_dir);

}  // namespace fairlead::broker
