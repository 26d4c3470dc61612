// SPDX-License-Identifier: MIT
//
// wails_paths — the addresses on a page's own origin that are ours and not the app's.
#pragma once

#include <string_view>

namespace fairlead::host {

inline constexpr std::string_view ipc_path = "/wails/ipc.js";
inline constexpr std::string_view runtime_path = "/wails/runtime.js";
inline constexpr std::string_view payload_path_prefix = "/wails/payload/";  ///< An id follows.

}  // namespace fairlead::host
