// SPDX-License-Identifier: MIT
//
// gtk_appearance — how a window looks below and around its page: ground, theme, icon.
#pragma once

#include "webview-host/window/gobject.hpp"
#include "webview-host/window/window_frame.hpp"

namespace fairlead::host {

class gtk_appearance {
public:
    /// The window is borrowed and not shown yet. Throws when the icon cannot be read.
    gtk_appearance(GtkWindow* window, window_options const& options);

    void set_background(window_colour colour);
    void set_theme(window_theme theme);

private:
    void show_icon(std::filesystem::path const& file);
    void see_through();

    GtkWindow* window_;
    gobject<GtkCssProvider> ground_;
};

}  // namespace fairlead::host
