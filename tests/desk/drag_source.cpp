// SPDX-License-Identifier: MIT
//
// drag_source — a program from which a person drags: `drag_source X Y URI…` shows a small square
// there, says "ready", and offers the addresses as a file manager does.
#include <gtk/gtk.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

int main(int argc, char** argv) {
    if (gtk_init_check(nullptr, nullptr) == FALSE || argc < 4) return 2;
    // Not managed: it is where it says, and never takes the focus.
    auto* window = gtk_window_new(GTK_WINDOW_POPUP);
    gtk_window_set_default_size(GTK_WINDOW(window), 40, 40);
    gtk_window_move(GTK_WINDOW(window), std::atoi(argv[1]), std::atoi(argv[2]));
    auto* handle = gtk_event_box_new();
    gtk_container_add(GTK_CONTAINER(window), handle);
    gtk_drag_source_set(handle, GDK_BUTTON1_MASK, nullptr, 0, GDK_ACTION_COPY);
    gtk_drag_source_add_uri_targets(handle);

    std::vector<char*> uris{argv + 3, argv + argc};
    uris.push_back(nullptr);
    const auto asked =
        +[](GtkWidget*, GdkDragContext*, GtkSelectionData* data, guint, guint, gpointer held) {
            gtk_selection_data_set_uris(data, static_cast<std::vector<char*>*>(held)->data());
        };
    const auto begun = +[](GtkWidget*, GdkDragContext*, gpointer) {
        std::puts("begun");
        std::fflush(stdout);
    };
    const auto ended = +[](GtkWidget*, GdkDragContext*, gpointer) {
        std::puts("ended");
        std::fflush(stdout);
    };
    const auto shown = +[](GtkWidget*, GdkEvent*, gpointer) -> gboolean {
        std::puts("ready");
        std::fflush(stdout);
        return FALSE;
    };
    g_signal_connect(handle, "drag-data-get", G_CALLBACK(asked), &uris);
    g_signal_connect(handle, "drag-begin", G_CALLBACK(begun), nullptr);
    g_signal_connect(handle, "drag-end", G_CALLBACK(ended), nullptr);
    g_signal_connect(window, "map-event", G_CALLBACK(shown), nullptr);
    gtk_widget_show_all(window);
    gtk_main();
}
