// SPDX-License-Identifier: MIT
//
// gtk_window — wishes to the window manager, and what came of them.
#include "webview-host/window/gtk_window.hpp"

#include "webview-host/window/gtk_screens.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

namespace fairlead::host {
namespace {

// What a wish is about, where it is not a GdkWindowState.
constexpr int about_size = -1, about_position = -2;

}  // namespace

void open_display(std::string const& program_name) {
    g_set_prgname(program_name.c_str());  // The window's class, by which desktops know it again.
    if (gtk_init_check(nullptr, nullptr) == FALSE)
        throw std::runtime_error{
            "no display: set DISPLAY or WAYLAND_DISPLAY, or run with --headless"};
}

gtk_window::gtk_window(window_options const& options, GtkWidget* content,
                       std::function<void()> on_close)
    : window_{GTK_WINDOW(gtk_window_new(GTK_WINDOW_TOPLEVEL))}, box_{GTK_BOX(gtk_box_new(
                                                                    GTK_ORIENTATION_VERTICAL, 0))},
      content_{content}, on_close_{std::move(on_close)},
      wanted_{clamped(options.size, options.min_size, options.max_size)}, min_{options.min_size},
      max_{options.max_size}, resizable_{options.resizable}, appearance_{window_, options} {
    begin_as(options);
    connect_signals(content);
    gtk_container_add(GTK_CONTAINER(window_), GTK_WIDGET(box_));
    gtk_box_pack_end(box_, content, TRUE, TRUE, 0);
    gtk_widget_show(GTK_WIDGET(box_));
    gtk_widget_show(content);
    gtk_widget_grab_focus(content);
    if (!options.start_hidden) gtk_widget_show(GTK_WIDGET(window_));
}

void gtk_window::begin_as(window_options const& options) {
    gtk_window_set_title(window_, options.title.c_str());
    gtk_window_set_decorated(window_, options.frameless ? FALSE : TRUE);
    gtk_window_set_keep_above(window_, options.always_on_top ? TRUE : FALSE);
    gtk_window_set_default_size(window_, wanted_.width, wanted_.height);
    apply_bounds();
    if (options.position) gtk_window_move(window_, options.position->x, options.position->y);
    else gtk_window_set_position(window_, GTK_WIN_POS_CENTER);
    switch (options.start) {
        case start_state::normal: break;
        case start_state::maximised: set_maximised(true); break;
        case start_state::minimised: set_minimised(true); break;
        case start_state::fullscreen: set_fullscreen(true); break;
    }
}

void gtk_window::connect_signals(GtkWidget* content) {
    const auto closed = +[](GtkWidget*, GdkEvent*, gpointer self) -> gboolean {
        auto const& on_close_of = static_cast<gtk_window*>(self)->on_close_;
        if (on_close_of) on_close_of();
        return TRUE;  // Whoever listens ends the program, and this window with it.
    };
    const auto changed = +[](GtkWidget*, GdkEventWindowState* event, gpointer self) -> gboolean {
        auto& window = *static_cast<gtk_window*>(self);
        window.state_ = event->new_window_state;
        window.wanted_state_ = (window.wanted_state_ & ~event->changed_mask) |
                               (event->new_window_state & event->changed_mask);
        window.settling_.look_again();
        return FALSE;
    };
    const auto placed = +[](GtkWidget*, GdkEventConfigure*, gpointer self) -> gboolean {
        static_cast<gtk_window*>(self)->settling_.look_again();
        return FALSE;
    };
    const auto pressed = +[](GtkWidget*, GdkEventButton* event, gpointer self) -> gboolean {
        static_cast<gtk_window*>(self)->remember_press(*event);
        return FALSE;
    };
    const auto released = +[](GtkWidget*, GdkEventButton*, gpointer self) -> gboolean {
        static_cast<gtk_window*>(self)->press_ = {};
        return FALSE;
    };
    g_signal_connect(window_, "delete-event", G_CALLBACK(closed), this);
    g_signal_connect(window_, "window-state-event", G_CALLBACK(changed), this);
    g_signal_connect_after(window_, "configure-event", G_CALLBACK(placed), this);
    g_signal_connect(content, "button-press-event", G_CALLBACK(pressed), this);
    g_signal_connect(content, "button-release-event", G_CALLBACK(released), this);
}

gtk_window::~gtk_window() {
    g_signal_handlers_disconnect_by_data(content_, this);
    g_signal_handlers_disconnect_by_data(window_, this);
    gtk_widget_destroy(GTK_WIDGET(window_));
}

void gtk_window::set_title(std::string const& title) {
    gtk_window_set_title(window_, title.c_str());
}

void gtk_window::set_size(window_size size) { resize_to(clamped(size, min_, max_)); }

void gtk_window::resize_to(window_size size) {
    wanted_ = size;
    if (!resizable_) apply_bounds();
    gtk_window_resize(window_, wanted_.width, wanted_.height);
    if (is_drawn()) settling_.expect(about_size, [this, size] { return this->size() == size; });
}

void gtk_window::set_min_size(window_size size) {
    min_ = size;
    apply_bounds();
    keep_bounds();
}

void gtk_window::set_max_size(window_size size) {
    max_ = size;
    apply_bounds();
    keep_bounds();
}

/// The desktop applies new bounds to the next change only.
void gtk_window::keep_bounds() {
    if (wants(GDK_WINDOW_STATE_MAXIMIZED) || wants(GDK_WINDOW_STATE_FULLSCREEN)) return;
    const auto now = settling_.is_settled() ? size() : wanted_;
    if (clamped(now, min_, max_) != now) set_size(now);
}

void gtk_window::apply_bounds() {
    // Not gtk_window_set_resizable: that shrinks the window to what its content asks for.
    const auto min = resizable_ ? min_ : wanted_, max = resizable_ ? max_ : wanted_;
    constexpr auto none = std::numeric_limits<short>::max();  // X11 counts in 16 bits.
    GdkGeometry bounds{};
    bounds.min_width = std::max(min.width, 1);
    bounds.min_height = std::max(min.height, 1);
    bounds.max_width = max.width > 0 ? std::max(max.width, bounds.min_width) : none;
    bounds.max_height = max.height > 0 ? std::max(max.height, bounds.min_height) : none;
    gtk_window_set_geometry_hints(
        window_, nullptr, &bounds,
        static_cast<GdkWindowHints>(GDK_HINT_MIN_SIZE | GDK_HINT_MAX_SIZE));
}

void gtk_window::set_position(window_position position) {
    gtk_window_move(window_, position.x, position.y);
    if (is_drawn())
        settling_.expect(about_position, [this, position] { return this->position() == position; });
}

void gtk_window::centre() {
    auto* screen_of = monitor_of(window_);
    if (screen_of == nullptr) return;
    GdkRectangle area;
    gdk_monitor_get_workarea(screen_of, &area);
    // With its frame, if it has one.
    GdkRectangle whole{0, 0, size().width, size().height};
    if (auto* drawn = gtk_widget_get_window(GTK_WIDGET(window_)))
        gdk_window_get_frame_extents(drawn, &whole);
    set_position(
        {area.x + (area.width - whole.width) / 2, area.y + (area.height - whole.height) / 2});
}

bool gtk_window::is_drawn() const { return gtk_widget_get_mapped(GTK_WIDGET(window_)) != FALSE; }

void gtk_window::ask_for(GdkWindowState state, bool on) {
    wanted_state_ = on ? wanted_state_ | state : wanted_state_ & ~state;
    if (is_drawn())
        settling_.expect(state, [this, state, on] { return ((state_ & state) != 0) == on; });
}

void gtk_window::set_fullscreen(bool on) {
    on ? gtk_window_fullscreen(window_) : gtk_window_unfullscreen(window_);
    ask_for(GDK_WINDOW_STATE_FULLSCREEN, on);
}

void gtk_window::set_maximised(bool on) {
    on ? gtk_window_maximize(window_) : gtk_window_unmaximize(window_);
    ask_for(GDK_WINDOW_STATE_MAXIMIZED, on);
}

void gtk_window::toggle_maximised() { set_maximised(!wants(GDK_WINDOW_STATE_MAXIMIZED)); }

void gtk_window::set_minimised(bool on) {
    on ? gtk_window_iconify(window_) : gtk_window_deiconify(window_);
    ask_for(GDK_WINDOW_STATE_ICONIFIED, on);
}

void gtk_window::when_settled(std::function<void()> done) {
    settling_.when_settled(std::move(done));
}

void gtk_window::set_always_on_top(bool on) {
    gtk_window_set_keep_above(window_, on ? TRUE : FALSE);
}

void gtk_window::set_theme(window_theme theme) { appearance_.set_theme(theme); }

void gtk_window::set_background(window_colour colour) {
    appearance_.set_background(colour);
    if (on_background) on_background(colour);
}

void gtk_window::show() { gtk_window_present(window_); }
void gtk_window::hide() { gtk_widget_hide(GTK_WIDGET(window_)); }

void gtk_window::remember_press(GdkEventButton const& event) {
    press_ = {static_cast<int>(event.button), static_cast<int>(event.x_root),
              static_cast<int>(event.y_root), event.time};
}

void gtk_window::begin_move() {
    if (press_.button == 0 || is_fullscreen()) return;
    gtk_window_begin_move_drag(window_, press_.button, press_.x, press_.y, press_.time);
}

void gtk_window::begin_resize(int horizontal, int vertical) {
    if (press_.button == 0 || is_fullscreen() || !resizable_) return;
    constexpr GdkWindowEdge edges[3][3] = {
        {GDK_WINDOW_EDGE_NORTH_WEST, GDK_WINDOW_EDGE_NORTH, GDK_WINDOW_EDGE_NORTH_EAST},
        {GDK_WINDOW_EDGE_WEST, GDK_WINDOW_EDGE_EAST, GDK_WINDOW_EDGE_EAST},
        {GDK_WINDOW_EDGE_SOUTH_WEST, GDK_WINDOW_EDGE_SOUTH, GDK_WINDOW_EDGE_SOUTH_EAST}};
    const auto edge = edges[std::clamp(vertical, -1, 1) + 1][std::clamp(horizontal, -1, 1) + 1];
    gtk_window_begin_resize_drag(window_, edge, press_.button, press_.x, press_.y, press_.time);
}

window_size gtk_window::size() const {
    window_size now;
    gtk_window_get_size(window_, &now.width, &now.height);
    return now;
}

window_position gtk_window::position() const {
    window_position now;
    gtk_window_get_position(window_, &now.x, &now.y);
    return now;
}

bool gtk_window::is_fullscreen() const { return (state_ & GDK_WINDOW_STATE_FULLSCREEN) != 0; }
bool gtk_window::is_maximised() const { return (state_ & GDK_WINDOW_STATE_MAXIMIZED) != 0; }
bool gtk_window::is_minimised() const { return (state_ & GDK_WINDOW_STATE_ICONIFIED) != 0; }

std::vector<screen> gtk_window::screens() const { return screens_of(window_); }

void gtk_window::read_clipboard(std::function<void(std::string text)> done) {
    using handler = std::function<void(std::string)>;
    gtk_clipboard_request_text(
        gtk_clipboard_get(GDK_SELECTION_CLIPBOARD),
        [](GtkClipboard*, gchar const* text, gpointer held) {
            const std::unique_ptr<handler> answer{static_cast<handler*>(held)};
            (*answer)(text != nullptr ? text : "");
        },
        new handler{std::move(done)});
}

void gtk_window::write_clipboard(std::string const& text) {
    const auto bytes = static_cast<gint>(std::min<std::size_t>(text.size(), G_MAXINT));
    // Both, as Wails does: the second is what the middle mouse button pastes.
    for (auto* which : {GDK_SELECTION_CLIPBOARD, GDK_SELECTION_PRIMARY})
        gtk_clipboard_set_text(gtk_clipboard_get(which), text.data(), bytes);
}

void gtk_window::open_outside(std::string const& url,
                              std::function<void(std::string const&)> done) {
    using handler = std::function<void(std::string const&)>;
    // Not gtk_show_uri_on_window: it says TRUE before it knows.
    const gobject<GdkAppLaunchContext> context{
        gdk_display_get_app_launch_context(gtk_widget_get_display(GTK_WIDGET(window_)))};
    gdk_app_launch_context_set_timestamp(context.get(), gtk_get_current_event_time());
    g_app_info_launch_default_for_uri_async(
        url.c_str(), G_APP_LAUNCH_CONTEXT(context.get()), nullptr,
        [](GObject*, GAsyncResult* answer, gpointer held) {
            const std::unique_ptr<handler> told{static_cast<handler*>(held)};
            GError* error = nullptr;
            const bool opened = g_app_info_launch_default_for_uri_finish(answer, &error) != FALSE;
            const gerror owned{error};
            (*told)(opened ? "" : message_of(owned));
        },
        new handler{std::move(done)});
}

}  // namespace fairlead::host
