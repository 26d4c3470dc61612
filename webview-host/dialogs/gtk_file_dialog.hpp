// SPDX-License-Identifier: MIT
//
// gtk_file_dialog — one choice of files: the desktop's own chooser, in its portal where it has one.
#pragma once

#include "webview-host/dialogs/dialog_port.hpp"
#include "webview-host/window/gobject.hpp"

namespace fairlead::host {

class gtk_file_dialog final : public open_dialog {
public:
    gtk_file_dialog(GtkWindow* over, file_request what, std::function<void(paths_answer)> done);
    ~gtk_file_dialog() override;
    gtk_file_dialog(gtk_file_dialog const&) = delete;
    gtk_file_dialog& operator=(gtk_file_dialog const&) = delete;

private:
    void look_at_directory();
    void show();
    void add_filters();
    void on_response(int response);
    void finish(paths_answer answer);

    file_request what_;
    std::function<void(paths_answer)> done_;
    gobject<GCancellable> looking_{g_cancellable_new()};
    gobject<GtkFileChooserNative> chooser_;
};

}  // namespace fairlead::host
