// SPDX-License-Identifier: MIT
//
// dev_scripts — the page scripts that only a browser gets, carried inside the program.
#pragma once

#include <string_view>

namespace fairlead::host {

/// /wails/ipc.js of the development server: the socket, and the overlay that says how it is.
std::string_view dev_ipc_script();

}  // namespace fairlead::host
