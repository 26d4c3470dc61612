// SPDX-License-Identifier: MIT
//
// bindings — what runtime.js makes window.go of: {"main":{"App":{"Greet":{}}}}.
#pragma once

#include <string>
#include <string_view>

namespace fairlead::host {

/// From the broker's list, [{"name":"main.App.Greet","peer":"greeter"},…]. Names that are no
/// package.Struct.Method have no place in window.go and are left out. Empty: not such a list.
std::string bindings_from_methods(std::string_view methods_json);

}  // namespace fairlead::host
