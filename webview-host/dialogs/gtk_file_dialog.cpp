// SPDX-License-Identifier: MIT
//
// gtk_file_dialog — first whether its folder is there, which a slow disk may take long to say; then
// the chooser.
#include "webview-host/dialogs/gtk_file_dialog.hpp"

#include <utility>

namespace fairlead::host {
namespace {

GtkFileChooserAction action_of(file_choice what) {
    switch (what) {
        case file_choice::open_file:
        case file_choice::open_files: return GTK_FILE_CHOOSER_ACTION_OPEN;
        case file_choice::open_directory: return GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER;
        case file_choice::save_file: return GTK_FILE_CHOOSER_ACTION_SAVE;
    }
    return GTK_FILE_CHOOSER_ACTION_OPEN;
}

}  // namespace

gtk_file_dialog::gtk_file_dialog(GtkWindow* over, file_request what,
                                 std::function<void(paths_answer)> done)
    : what_{std::move(what)}, done_{std::move(done)}, chooser_{gtk_file_chooser_native_new(
                                                          what_.title.c_str(), over,
                                                          action_of(what_.what), nullptr,
                                                          nullptr)} {
    auto* chooser = GTK_FILE_CHOOSER(chooser_.get());
    gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(chooser_.get()), TRUE);
    gtk_file_chooser_set_select_multiple(chooser, what_.what == file_choice::open_files);
    gtk_file_chooser_set_show_hidden(chooser, what_.show_hidden);
    gtk_file_chooser_set_create_folders(chooser, what_.may_create_directories);
    gtk_file_chooser_set_do_overwrite_confirmation(chooser, TRUE);
    add_filters();
    const auto responded = +[](GtkNativeDialog*, int response, gpointer self) {
        static_cast<gtk_file_dialog*>(self)->on_response(response);
    };
    g_signal_connect(chooser_.get(), "response", G_CALLBACK(responded), this);
    what_.directory.empty() ? show() : look_at_directory();
}

gtk_file_dialog::~gtk_file_dialog() {
    g_cancellable_cancel(looking_.get());
    g_signal_handlers_disconnect_by_data(chooser_.get(), this);
    gtk_native_dialog_destroy(GTK_NATIVE_DIALOG(chooser_.get()));
}

void gtk_file_dialog::add_filters() {
    for (auto const& group : what_.filters) {
        auto* filter = gtk_file_filter_new();  // The chooser takes the floating reference.
        gtk_file_filter_set_name(filter, group.name.c_str());
        for (auto const& pattern : group.patterns)
            gtk_file_filter_add_pattern(filter, pattern.c_str());
        gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(chooser_.get()), filter);
    }
}

void gtk_file_dialog::look_at_directory() {
    const gobject<GFile> directory{g_file_new_for_path(what_.directory.c_str())};
    const auto looked = +[](GObject* file, GAsyncResult* result, gpointer self) {
        GError* error = nullptr;
        const gobject<GFileInfo> info{g_file_query_info_finish(G_FILE(file), result, &error)};
        const gerror owned{error};
        // Cancelled: the dialog has gone, and `self` with it.
        if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED) != FALSE) return;
        auto* dialog = static_cast<gtk_file_dialog*>(self);
        if (info && g_file_info_get_file_type(info.get()) == G_FILE_TYPE_DIRECTORY)
            return dialog->show();
        dialog->finish(
            dialog_refusal{"default directory '" + dialog->what_.directory + "' does not exist"});
    };
    g_file_query_info_async(directory.get(), G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                            G_PRIORITY_DEFAULT, looking_.get(), looked, this);
}

void gtk_file_dialog::show() {
    auto* chooser = GTK_FILE_CHOOSER(chooser_.get());
    if (!what_.directory.empty())
        gtk_file_chooser_set_current_folder(chooser, what_.directory.c_str());
    if (what_.what == file_choice::save_file) {
        gtk_file_chooser_set_current_name(chooser, what_.filename.c_str());
    } else if (!what_.directory.empty() && !what_.filename.empty()) {
        const auto path = what_.directory + "/" + what_.filename;
        gtk_file_chooser_set_filename(chooser, path.c_str());
    }
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(chooser_.get()));
}

void gtk_file_dialog::on_response(int response) {
    std::vector<std::string> paths;
    if (response == GTK_RESPONSE_ACCEPT) {
        auto* list = gtk_file_chooser_get_filenames(GTK_FILE_CHOOSER(chooser_.get()));
        for (auto* each = list; each != nullptr; each = each->next)
            paths.emplace_back(static_cast<char const*>(each->data));
        g_slist_free_full(list, g_free);
    }
    finish(std::move(paths));
}

void gtk_file_dialog::finish(paths_answer answer) {
    // Whoever is told lets go of this object.
    if (const auto done = std::exchange(done_, nullptr)) done(std::move(answer));
}

}  // namespace fairlead::host
