// SPDX-License-Identifier: MIT
//
// gtk_dialogs — and the message dialog, which is small enough to stand here.
#include "webview-host/dialogs/gtk_dialogs.hpp"

#include "webview-host/dialogs/gtk_file_dialog.hpp"

#include <utility>

namespace fairlead::host {
namespace {

GtkMessageType type_of(message_kind kind) {
    switch (kind) {
        case message_kind::info: return GTK_MESSAGE_INFO;
        case message_kind::warning: return GTK_MESSAGE_WARNING;
        case message_kind::error: return GTK_MESSAGE_ERROR;
        case message_kind::question: return GTK_MESSAGE_QUESTION;
    }
    return GTK_MESSAGE_INFO;
}

/// Buttons underline the letter behind a "_"; a plugin's text is what it is.
std::string button_label(std::string const& text) {
    std::string label;
    for (const char c : text) label += c == '_' ? "__" : std::string(1, c);
    return label;
}

class gtk_message final : public open_dialog {
public:
    gtk_message(GtkWindow* over, message_request what, std::function<void(button_answer)> done)
        : what_{std::move(what)}, done_{std::move(done)}, dialog_{gtk_message_dialog_new(
                                                              over, GTK_DIALOG_MODAL,
                                                              type_of(what_.kind), GTK_BUTTONS_NONE,
                                                              "%s", what_.message.c_str())} {
        gtk_window_set_title(GTK_WINDOW(dialog_), what_.title.c_str());
        int number = 0;
        for (auto const& each : what_.buttons) {
            gtk_dialog_add_button(GTK_DIALOG(dialog_), button_label(each).c_str(), number);
            if (each == what_.default_button)
                gtk_dialog_set_default_response(GTK_DIALOG(dialog_), number);
            ++number;
        }
        const auto responded = +[](GtkDialog*, int response, gpointer self) {
            static_cast<gtk_message*>(self)->on_response(response);
        };
        g_signal_connect(dialog_, "response", G_CALLBACK(responded), this);
        gtk_window_present(GTK_WINDOW(dialog_));
    }
    ~gtk_message() override {
        g_signal_handlers_disconnect_by_data(dialog_, this);
        gtk_widget_destroy(dialog_);
    }
    gtk_message(gtk_message const&) = delete;
    gtk_message& operator=(gtk_message const&) = delete;

private:
    void on_response(int response) {
        // Negative: Escape, or its frame's button.
        const auto pressed = static_cast<std::size_t>(response);
        button_answer answer{response >= 0 ? what_.buttons.at(pressed) : what_.cancel_button};
        // Whoever is told lets go of this object.
        if (const auto done = std::exchange(done_, nullptr)) done(std::move(answer));
    }

    message_request what_;
    std::function<void(button_answer)> done_;
    GtkWidget* dialog_;  // Owned: destroyed with this object.
};

}  // namespace

std::unique_ptr<open_dialog> gtk_dialogs::ask(file_request const& what,
                                              std::function<void(paths_answer)> done) {
    return std::make_unique<gtk_file_dialog>(over_, what, std::move(done));
}

std::unique_ptr<open_dialog> gtk_dialogs::ask(message_request const& what,
                                              std::function<void(button_answer)> done) {
    return std::make_unique<gtk_message>(over_, what, std::move(done));
}

}  // namespace fairlead::host
