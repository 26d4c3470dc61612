// SPDX-License-Identifier: MIT
//
// gtk_screens — the monitors of a window's display.
#pragma once

#include "webview-host/window/window_frame.hpp"

#include <gtk/gtk.h>

namespace fairlead::host {

/// The one that the window is on, or where it would appear. Null: there is none.
GdkMonitor* monitor_of(GtkWindow* window);

std::vector<screen> screens_of(GtkWindow* window);

}  // namespace fairlead::host
