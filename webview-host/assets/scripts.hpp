// SPDX-License-Identifier: MIT
//
// scripts — the page scripts, carried inside the library. embed.cmake makes the source from
// webview-host/runtime at build time.
#pragma once

#include <string>
#include <string_view>

namespace fairlead::host {

std::string_view ipc_script();
std::string_view runtime_script();
std::string_view requests_script();  ///< Not served: the window runs it.
std::string_view media_script();     ///< The same.

/// A call of a script that is a function, with these arguments.
inline std::string call_of(std::string_view function, std::string_view arguments) {
    function = function.substr(0, function.find_last_not_of(" \n") + 1);
    return std::string{function}.append("(").append(arguments).append(");");
}

}  // namespace fairlead::host
