// SPDX-License-Identifier: MIT
//
// asset_methods — an asset_function as the three methods that a window calls.
#pragma once

#include <fairlead/http.hpp>
#include <fairlead/method.hpp>

#include <string_view>
#include <vector>

namespace fairlead {

/// `name` is that of handler or middleware.
std::vector<method> asset_methods(std::string_view name, asset_function serve);

}  // namespace fairlead
