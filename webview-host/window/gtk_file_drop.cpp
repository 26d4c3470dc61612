// SPDX-License-Identifier: MIT
//
// gtk_file_drop — text/uri-list into paths, and GTK's four signals of a drag.
#include "webview-host/window/gtk_file_drop.hpp"

#include "webview-host/window/gobject.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fairlead::host {
namespace {

constexpr std::array drag_signals{"drag-motion", "drag-leave", "drag-drop", "drag-data-received"};

guint signal_number(char const* name) { return g_signal_lookup(name, GTK_TYPE_WIDGET); }

/// A page may begin a drag of its own and write what it likes into it: paths of files, say.
bool comes_from_us(GdkDragContext* context) {
    return gtk_drag_get_source_widget(context) != nullptr;
}

std::vector<std::string> local_paths(char* const* uris) {
    std::vector<std::string> paths;
    for (; uris != nullptr && *uris != nullptr; ++uris) {
        char* host = nullptr;
        const gtext path{g_filename_from_uri(*uris, &host, nullptr)};
        const gtext owned{host};
        if (path && host == nullptr) paths.emplace_back(path.get());
    }
    return paths;
}

GdkAtom uri_list_in(GdkDragContext* context) {
    const auto wanted = gdk_atom_intern_static_string("text/uri-list");
    for (auto* one = gdk_drag_context_list_targets(context); one != nullptr; one = one->next)
        if (one->data == GDK_ATOM_TO_POINTER(wanted)) return wanted;
    return GDK_NONE;
}

}  // namespace

gtk_file_drop::gtk_file_drop(GtkWidget* view, bool beside_webkit, handler on_drop)
    : view_{view}, on_drop_{std::move(on_drop)} {
    if (beside_webkit) look_on();
    else take_over();
}

gtk_file_drop::~gtk_file_drop() {
    if (hook_ != 0) g_signal_remove_emission_hook(signal_number("drag-drop"), hook_);
    g_signal_handlers_disconnect_by_data(view_, this);
}

void gtk_file_drop::look_on() {
    const auto received =
        +[](GtkWidget*, GdkDragContext* context, gint, gint, GtkSelectionData* data, guint, guint,
            gpointer self) { static_cast<gtk_file_drop*>(self)->read(context, data); };
    g_signal_connect(view_, "drag-data-received", G_CALLBACK(received), this);
    // WebKit's handler was first and ends the signal; a hook is called before any handler.
    const auto dropped =
        +[](GSignalInvocationHint*, guint, GValue const* values, gpointer held) -> gboolean {
        auto& self = *static_cast<gtk_file_drop*>(held);
        if (g_value_get_object(values) == self.view_)
            self.drop(GDK_DRAG_CONTEXT(g_value_get_object(values + 1)), g_value_get_int(values + 2),
                      g_value_get_int(values + 3));
        return TRUE;
    };
    hook_ = g_signal_add_emission_hook(signal_number("drag-drop"), 0, dropped, this, nullptr);
}

void gtk_file_drop::take_over() {
    for (auto const* name : drag_signals)
        g_signal_handlers_block_matched(view_, G_SIGNAL_MATCH_ID, signal_number(name), 0, nullptr,
                                        nullptr, nullptr);
    const auto moved = +[](GtkWidget*, GdkDragContext* context, gint, gint, guint time,
                           gpointer self) -> gboolean {
        const bool wanted = static_cast<gtk_file_drop*>(self)->on_drop_ &&
                            uri_list_in(context) != GDK_NONE && !comes_from_us(context);
        gdk_drag_status(context, wanted ? GDK_ACTION_COPY : GdkDragAction{}, time);
        return TRUE;
    };
    const auto dropped = +[](GtkWidget* view, GdkDragContext* context, gint x, gint y, guint time,
                             gpointer held) -> gboolean {
        auto& self = *static_cast<gtk_file_drop*>(held);
        const auto target = uri_list_in(context);
        if (target == GDK_NONE || !self.on_drop_) {
            gtk_drag_finish(context, FALSE, FALSE, time);
            return TRUE;
        }
        self.dropped_ = {true, x, y};
        gtk_drag_get_data(view, context, target, time);
        return TRUE;
    };
    const auto received = +[](GtkWidget*, GdkDragContext* context, gint, gint,
                              GtkSelectionData* data, guint, guint time, gpointer held) {
        auto& self = *static_cast<gtk_file_drop*>(held);
        if (!std::exchange(self.dropped_.waits, false)) return;
        self.read(context, data);
        gtk_drag_finish(context, TRUE, FALSE, time);
        self.drop(context, self.dropped_.x, self.dropped_.y);
    };
    g_signal_connect(view_, "drag-motion", G_CALLBACK(moved), this);
    g_signal_connect(view_, "drag-drop", G_CALLBACK(dropped), this);
    g_signal_connect(view_, "drag-data-received", G_CALLBACK(received), this);
}

void gtk_file_drop::read(GdkDragContext* context, GtkSelectionData* data) {
    if (comes_from_us(context)) return;
    if (std::exchange(context_, context) != context) paths_.clear();
    char** uris = gtk_selection_data_get_uris(data);  // Null where it is of another type.
    if (uris == nullptr) return;
    paths_ = local_paths(uris);
    g_strfreev(uris);
}

void gtk_file_drop::drop(GdkDragContext* context, int x, int y) {
    if (std::exchange(context_, nullptr) != context) return;
    auto paths = std::exchange(paths_, {});
    if (!paths.empty() && on_drop_) on_drop_(x, y, std::move(paths));
}

}  // namespace fairlead::host
