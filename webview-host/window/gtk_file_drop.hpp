// SPDX-License-Identifier: MIT
//
// gtk_file_drop — files that a person drops on a view from another program, with their paths.
//
// WebKit receives them as well and tells the page, without paths. So we listen beside it: it asks
// for the data when a drag enters, we read along; it takes the drop, we look on. Where the page is
// to see nothing of drags, WebKit's handlers are blocked and ours take their place.
#pragma once

#include <gtk/gtk.h>

#include <functional>
#include <string>
#include <vector>

namespace fairlead::host {

class gtk_file_drop {
public:
    /// At that point of the view.
    using handler = std::function<void(int x, int y, std::vector<std::string> paths)>;

    /// The view is borrowed. `beside_webkit` false: the page sees no drags.
    gtk_file_drop(GtkWidget* view, bool beside_webkit, handler on_drop);
    ~gtk_file_drop();
    gtk_file_drop(gtk_file_drop const&) = delete;
    gtk_file_drop& operator=(gtk_file_drop const&) = delete;

private:
    void look_on();
    void take_over();
    void read(GdkDragContext* context, GtkSelectionData* data);
    void drop(GdkDragContext* context, int x, int y);

    GtkWidget* view_;
    handler on_drop_;
    gulong hook_ = 0;
    // Of the drag that is over the view; never followed.
    GdkDragContext const* context_ = nullptr;
    std::vector<std::string> paths_;
    struct {
        bool waits = false;
        int x = 0, y = 0;
    } dropped_;  // Its data is on the way.
};

}  // namespace fairlead::host
