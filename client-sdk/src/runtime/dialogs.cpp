// SPDX-License-Identifier: MIT
//
// dialogs — descriptions in the words of Wails, and the calls that carry them.
#include <fairlead/runtime/dialogs.hpp>

#include "object_writer.hpp"
#include "runtime_port.hpp"

namespace fairlead {
namespace {

std::string filters_json(std::vector<file_filter> const& filters) {
    std::string text = "[";
    for (auto const& each : filters) {
        if (text.size() > 1) text += ',';
        object_writer{text}
            .text("displayName", each.display_name)
            .text("pattern", each.pattern)
            .end();
    }
    return text + ']';
}

constexpr std::string_view type_text(message_type type) {
    switch (type) {
        case message_type::info: return "info";
        case message_type::warning: return "warning";
        case message_type::error: return "error";
        case message_type::question: return "question";
    }
    return "info";
}

template <class T, class Dialog>
pending<T> ask(runtime_port& port, std::string_view method, Dialog const& what) {
    return pending<T>{port.ask(method, json::write_arguments(what))};
}

}  // namespace

void json::codec<file_dialog>::write(std::string& to, file_dialog const& from) {
    object_writer{to}
        .text("title", from.title)
        .text("defaultDirectory", from.default_directory)
        .text("defaultFilename", from.default_filename)
        .add("filters", raw_json{filters_json(from.filters)}, !from.filters.empty())
        .add("showHiddenFiles", true, from.show_hidden_files)
        .add("canCreateDirectories", false, !from.can_create_directories)
        .end();
}

void json::codec<message_dialog>::write(std::string& to, message_dialog const& from) {
    object_writer{to}
        .add("type", type_text(from.type), true)
        .text("title", from.title)
        .text("message", from.message)
        .add("buttons", from.buttons, !from.buttons.empty())
        .text("defaultButton", from.default_button)
        .text("cancelButton", from.cancel_button)
        .end();
}

pending<std::string> dialogs::open_file(file_dialog const& how) const {
    return ask<std::string>(*port_, "fairlead.dialog.open-file", how);
}
pending<std::vector<std::string>> dialogs::open_files(file_dialog const& how) const {
    return ask<std::vector<std::string>>(*port_, "fairlead.dialog.open-files", how);
}
pending<std::string> dialogs::open_directory(file_dialog const& how) const {
    return ask<std::string>(*port_, "fairlead.dialog.open-directory", how);
}
pending<std::string> dialogs::save_file(file_dialog const& how) const {
    return ask<std::string>(*port_, "fairlead.dialog.save-file", how);
}
pending<std::string> dialogs::message(message_dialog const& what) const {
    return ask<std::string>(*port_, "fairlead.dialog.message", what);
}

}  // namespace fairlead
