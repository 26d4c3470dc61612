// SPDX-License-Identifier: MIT
//
// gtk_screens — GDK counts monitors from 0 and may know none as the primary one.
#include "webview-host/window/gtk_screens.hpp"

#include <algorithm>

namespace fairlead::host {

GdkMonitor* monitor_of(GtkWindow* window) {
    auto* display = gtk_widget_get_display(GTK_WIDGET(window));
    if (auto* drawn = gtk_widget_get_window(GTK_WIDGET(window)))
        return gdk_display_get_monitor_at_window(display, drawn);
    auto* primary = gdk_display_get_primary_monitor(display);
    return primary != nullptr ? primary : gdk_display_get_monitor(display, 0);
}

std::vector<screen> screens_of(GtkWindow* window) {
    auto* display = gtk_widget_get_display(GTK_WIDGET(window));
    auto const* current = monitor_of(window);
    std::vector<screen> all;
    for (int index = 0; index < gdk_display_get_n_monitors(display); ++index) {
        auto* one = gdk_display_get_monitor(display, index);
        GdkRectangle area;
        gdk_monitor_get_geometry(one, &area);
        const int scale = gdk_monitor_get_scale_factor(one);
        all.push_back({one == current,
                       gdk_monitor_is_primary(one) != FALSE,
                       {area.width, area.height},
                       {area.width * scale, area.height * scale}});
    }
    // Front ends look for it and use what they find: without one they would fail.
    if (!all.empty() && std::ranges::none_of(all, &screen::is_primary))
        all.front().is_primary = true;
    return all;
}

}  // namespace fairlead::host
