// SPDX-License-Identifier: MIT
//
// wails_json — another value for "permissions" in a wails.json, and not a byte else changed: the
// file is somebody's own, with an order and a layout of its own.
#pragma once

#include <string>
#include <string_view>

namespace fairlead::cli {

/// `config` is valid JSON, an object. Throws command_failed when what comes out is not the same
/// configuration with those permissions.
std::string with_permissions(std::string_view config, std::string_view permissions);

}  // namespace fairlead::cli
