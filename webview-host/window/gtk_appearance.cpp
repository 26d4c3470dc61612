// SPDX-License-Identifier: MIT
//
// gtk_appearance — a style sheet for one widget, a visual with alpha, a setting of GTK's.
#include "webview-host/window/gtk_appearance.hpp"

#include <array>
#include <cstdio>
#include <stdexcept>

namespace fairlead::host {

gtk_appearance::gtk_appearance(GtkWindow* window, window_options const& options)
    : window_{window}, ground_{gtk_css_provider_new()} {
    gtk_style_context_add_provider(gtk_widget_get_style_context(GTK_WIDGET(window_)),
                                   GTK_STYLE_PROVIDER(ground_.get()),
                                   GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    if (options.translucent) see_through();
    set_background(options.background);
    if (!options.icon.empty()) show_icon(options.icon);
}

void gtk_appearance::show_icon(std::filesystem::path const& file) {
    // In the sizes that desktops ask for: a large picture is more than X11 takes at once.
    std::vector<gobject<GdkPixbuf>> owned;
    GList* all = nullptr;
    for (const int side : {16, 32, 48, 64, 128, 256}) {
        GError* error = nullptr;
        auto* one = gdk_pixbuf_new_from_file_at_scale(file.c_str(), side, side, TRUE, &error);
        const gerror problem{error};
        if (one == nullptr) {
            g_list_free(all);
            throw std::runtime_error{"fairlead.window.icon: " + file.string() + ": " +
                                     message_of(problem)};
        }
        owned.emplace_back(one);
        all = g_list_prepend(all, one);
    }
    gtk_window_set_icon_list(window_, all);
    g_list_free(all);
}

/// Without a visual that has alpha, or without a compositor, what is behind is black.
void gtk_appearance::see_through() {
    auto* visual = gdk_screen_get_rgba_visual(gtk_window_get_screen(window_));
    if (visual == nullptr) return;
    gtk_widget_set_visual(GTK_WIDGET(window_), visual);
    gtk_widget_set_app_paintable(GTK_WIDGET(window_), TRUE);
    const auto draw = +[](GtkWidget*, cairo_t* to, gpointer) -> gboolean {
        cairo_save(to);
        cairo_set_operator(to, CAIRO_OPERATOR_CLEAR);
        cairo_paint(to);
        cairo_restore(to);
        return FALSE;
    };
    g_signal_connect(window_, "draw", G_CALLBACK(draw), nullptr);
}

void gtk_appearance::set_background(window_colour colour) {
    // Integers: a decimal point would follow the user's language.
    std::array<char, 96> sheet{};
    const int alpha = colour.alpha * 100 / 255;
    std::snprintf(sheet.data(), sheet.size(),
                  "* { background-image: none; background-color: rgba(%d,%d,%d,%d.%02d); }",
                  colour.red, colour.green, colour.blue, alpha / 100, alpha % 100);
    gtk_css_provider_load_from_data(ground_.get(), sheet.data(), -1, nullptr);
}

void gtk_appearance::set_theme(window_theme theme) {
    constexpr auto name = "gtk-application-prefer-dark-theme";
    auto* settings = gtk_widget_get_settings(GTK_WIDGET(window_));
    if (theme == window_theme::system) return gtk_settings_reset_property(settings, name);
    g_object_set(settings, name, theme == window_theme::dark ? TRUE : FALSE, nullptr);
}

}  // namespace fairlead::host
