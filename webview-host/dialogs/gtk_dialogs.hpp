// SPDX-License-Identifier: MIT
//
// gtk_dialogs — the desktop's dialogs over a window, without a loop of their own: they are shown,
// and say when they were answered.
#pragma once

#include "webview-host/dialogs/dialog_port.hpp"
#include "webview-host/window/gobject.hpp"

namespace fairlead::host {

class gtk_dialogs final : public dialog_port {
public:
    /// The window is borrowed and outlives every dialog.
    explicit gtk_dialogs(GtkWindow* over) : over_{over} {}

    std::unique_ptr<open_dialog> ask(file_request const& what,
                                     std::function<void(paths_answer)> done) override;
    std::unique_ptr<open_dialog> ask(message_request const& what,
                                     std::function<void(button_answer)> done) override;

private:
    GtkWindow* over_;
};

}  // namespace fairlead::host
