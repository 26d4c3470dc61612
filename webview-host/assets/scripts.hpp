// SPDX-License-Identifier: MIT
//
// scripts — the two page scripts, carried inside the library. embed.cmake makes the source from
// webview-host/runtime at build time.
#pragma once

#include <string_view>

namespace fairlead::host {

std::string_view ipc_script();
std::string_view runtime_script();

}  // namespace fairlead::host
