// SPDX-License-Identifier: MIT
//
// webkitgtk_zoom — before WebKit sees the event, so that no page takes it away.
#include "webview-host/window/webkitgtk_zoom.hpp"

#include <algorithm>

namespace fairlead::host {
namespace {

constexpr double step = 1.1, smallest = 0.25, largest = 5;

bool is_control(guint state) {
    return (state & gtk_accelerator_get_default_mod_mask() & ~GDK_SHIFT_MASK) == GDK_CONTROL_MASK;
}

}  // namespace

webkitgtk_zoom::webkitgtk_zoom(WebKitWebView* view)
    : view_{view}, usual_{webkit_web_view_get_zoom_level(view)} {
    const auto pressed = +[](GtkWidget*, GdkEventKey* event, gpointer self) -> gboolean {
        return static_cast<webkitgtk_zoom*>(self)->press(*event) ? TRUE : FALSE;
    };
    const auto scrolled = +[](GtkWidget*, GdkEventScroll* event, gpointer self) -> gboolean {
        return static_cast<webkitgtk_zoom*>(self)->scroll(*event) ? TRUE : FALSE;
    };
    g_signal_connect(view_, "key-press-event", G_CALLBACK(pressed), this);
    g_signal_connect(view_, "scroll-event", G_CALLBACK(scrolled), this);
}

webkitgtk_zoom::~webkitgtk_zoom() { g_signal_handlers_disconnect_by_data(view_, this); }

bool webkitgtk_zoom::press(GdkEventKey const& key) {
    if (!is_control(key.state)) return false;
    switch (key.keyval) {
        case GDK_KEY_plus:
        case GDK_KEY_equal:  // The same key, without Shift, on many keyboards.
        case GDK_KEY_KP_Add: change(step); return true;
        case GDK_KEY_minus:
        case GDK_KEY_KP_Subtract: change(1 / step); return true;
        case GDK_KEY_0:
        case GDK_KEY_KP_0: webkit_web_view_set_zoom_level(view_, usual_); return true;
        default: return false;
    }
}

bool webkitgtk_zoom::scroll(GdkEventScroll const& wheel) {
    if (!is_control(wheel.state)) return false;
    const double down = wheel.direction == GDK_SCROLL_DOWN ? 1
                        : wheel.direction == GDK_SCROLL_UP ? -1
                                                           : wheel.delta_y;
    if (down < 0) change(step);
    if (down > 0) change(1 / step);
    return true;
}

void webkitgtk_zoom::change(double factor) {
    webkit_web_view_set_zoom_level(
        view_, std::clamp(webkit_web_view_get_zoom_level(view_) * factor, smallest, largest));
}

}  // namespace fairlead::host
