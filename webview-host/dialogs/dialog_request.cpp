// SPDX-License-Identifier: MIT
//
// dialog_request — the options of Wails by name; what is left out has its default, what is unknown
// is somebody else's.
#include "webview-host/dialogs/dialog_request.hpp"

#include <fairlead/json/arguments.hpp>

#include <algorithm>
#include <utility>

namespace fairlead::host {
namespace {

constexpr std::size_t buttons_max = 8;

/// Trimmed, without empty ones.
std::vector<std::string> split_patterns(std::string_view text) {
    std::vector<std::string> all;
    while (!text.empty()) {
        const auto end = std::min(text.find(';'), text.size());
        auto one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (one.starts_with(' ')) one.remove_prefix(1);
        while (one.ends_with(' ')) one.remove_suffix(1);
        if (!one.empty()) all.emplace_back(one);
    }
    return all;
}

message_kind kind_of(std::string_view name) {
    if (name == "info") return message_kind::info;
    if (name == "warning") return message_kind::warning;
    if (name == "error") return message_kind::error;
    if (name == "question") return message_kind::question;
    throw json::bad_value{"'" + std::string{name.substr(0, 40)} +
                          "' is none of info, warning, error, question"};
}

char const* default_title(file_choice what) {
    switch (what) {
        case file_choice::open_file: return "Open File";
        case file_choice::open_files: return "Open Files";
        case file_choice::open_directory: return "Open Folder";
        case file_choice::save_file: return "Save File";
    }
    return "Open File";
}

char const* default_title(message_kind kind) {
    switch (kind) {
        case message_kind::info: return "Information";
        case message_kind::warning: return "Warning";
        case message_kind::error: return "Error";
        case message_kind::question: return "Question";
    }
    return "Information";
}

void check_button(std::vector<std::string> const& buttons, std::string const& wanted,
                  char const* what) {
    if (wanted.empty() || std::ranges::find(buttons, wanted) != buttons.end()) return;
    throw json::bad_value{std::string{what} + ": '" + wanted + "' is none of the buttons"};
}

struct asked_file {
    file_request request;
};
struct asked_message {
    message_request request;
};

template <class Asked>
Asked parse(std::string_view args_json) {
    if (args_json == "[]" || args_json.empty()) args_json = "[{}]";
    return std::get<0>(json::read_arguments<std::tuple<Asked>>(args_json, "the dialog"));
}

}  // namespace
}  // namespace fairlead::host

namespace fairlead::json {

using namespace host;

template <>
struct codec<file_pattern_group> {
    static void read(value& from, file_pattern_group& to) {
        from.each_member([&](std::string_view key, value& member) {
            if (key == "displayName") json::read(member, to.name);
            if (key == "pattern") {
                std::string text;
                json::read(member, text);
                to.patterns = split_patterns(text);
            }
        });
        if (to.patterns.empty()) throw bad_value{"a filter needs a pattern, as \"*.png;*.jpg\""};
        if (!to.name.empty()) return;
        for (auto const& each : to.patterns) to.name += (to.name.empty() ? "" : ", ") + each;
    }
};

template <>
struct codec<asked_file> {
    static void read(value& from, asked_file& asked) {
        auto& to = asked.request;
        from.each_member([&](std::string_view key, value& member) {
            if (key == "title") json::read(member, to.title);
            if (key == "defaultDirectory") json::read(member, to.directory);
            if (key == "defaultFilename") json::read(member, to.filename);
            if (key == "filters") json::read(member, to.filters);
            if (key == "showHiddenFiles") json::read(member, to.show_hidden);
            if (key == "canCreateDirectories") json::read(member, to.may_create_directories);
        });
    }
};

template <>
struct codec<asked_message> {
    static void read(value& from, asked_message& asked) {
        auto& to = asked.request;
        from.each_member([&](std::string_view key, value& member) {
            if (key == "type") {
                std::string name;
                json::read(member, name);
                to.kind = kind_of(name);
            }
            if (key == "title") json::read(member, to.title);
            if (key == "message") json::read(member, to.message);
            if (key == "buttons") json::read(member, to.buttons);
            if (key == "defaultButton") json::read(member, to.default_button);
            if (key == "cancelButton") json::read(member, to.cancel_button);
        });
    }
};

}  // namespace fairlead::json

namespace fairlead::host {

file_request parse_file_request(file_choice what, std::string_view args_json) {
    auto request = parse<asked_file>(args_json).request;
    request.what = what;
    if (request.title.empty()) request.title = default_title(what);
    return request;
}

message_request parse_message_request(std::string_view args_json) {
    auto request = parse<asked_message>(args_json).request;
    auto& buttons = request.buttons;
    if (buttons.empty()) {
        if (request.kind == message_kind::question) buttons = {"Yes", "No"};
        else buttons = {"OK"};
    }
    if (buttons.size() > buttons_max)
        throw json::bad_value{"buttons: " + std::to_string(buttons.size()) + ", at most " +
                              std::to_string(buttons_max) + " can be shown"};
    check_button(buttons, request.default_button, "defaultButton");
    check_button(buttons, request.cancel_button, "cancelButton");
    if (request.default_button.empty()) request.default_button = buttons.front();
    if (request.title.empty()) request.title = default_title(request.kind);
    return request;
}

}  // namespace fairlead::host
