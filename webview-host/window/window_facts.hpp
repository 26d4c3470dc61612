// SPDX-License-Identifier: MIT
//
// window_facts — what a window would stand on.
#pragma once

#include <string>

namespace fairlead::host {

struct window_facts {
    std::string webkitgtk;     ///< The version that is loaded, not the one we were built with.
    bool has_display = false;  ///< GTK can open it.
};

/// Only in a build with WebKitGTK.
window_facts look_at_window();

}  // namespace fairlead::host
