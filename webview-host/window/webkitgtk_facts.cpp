// SPDX-License-Identifier: MIT
//
// webkitgtk_facts — asks the libraries.
#include "webview-host/window/window_facts.hpp"

#include <webkit2/webkit2.h>

namespace fairlead::host {

window_facts look_at_window() {
    return {std::to_string(webkit_get_major_version()) + '.' +
                std::to_string(webkit_get_minor_version()) + '.' +
                std::to_string(webkit_get_micro_version()),
            gtk_init_check(nullptr, nullptr) != FALSE};
}

}  // namespace fairlead::host
