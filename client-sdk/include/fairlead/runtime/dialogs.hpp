// SPDX-License-Identifier: MIT
//
// dialogs — the desktop's own: choose files, answer a question. A plugin's to open, not a page's.
//
// The window goes on while one is open; it closes when its plugin goes, or takes the call back.
#pragma once

#include <fairlead/pending.hpp>

#include <string>
#include <vector>

namespace fairlead {

class runtime_port;

struct file_filter {
    std::string display_name;  ///< "Images (*.png, *.jpg)"
    std::string pattern;       ///< "*.png;*.jpg"
};

/// All may be left out: open_file({.title = "Choose a picture"}).
struct file_dialog {
    std::string title{};
    std::string default_directory{};  ///< Must be there, or the answer is an error.
    std::string default_filename{};
    std::vector<file_filter> filters{};
    bool show_hidden_files = false;
    bool can_create_directories = true;
};

enum class message_type { info, warning, error, question };

struct message_dialog {
    message_type type = message_type::info;
    std::string title{};
    std::string message{};
    std::vector<std::string> buttons{};  ///< None: "Yes" and "No" for a question, else "OK".
    std::string default_button{};        ///< What Enter presses.
    std::string cancel_button{};         ///< What Escape and closing press; none: the answer is "".
};

class dialogs {
public:
    explicit dialogs(std::shared_ptr<runtime_port> port) noexcept : port_{std::move(port)} {}

    /// Paths; empty when it was cancelled.
    pending<std::string> open_file(file_dialog const& how = {}) const;
    pending<std::vector<std::string>> open_files(file_dialog const& how = {}) const;
    pending<std::string> open_directory(file_dialog const& how = {}) const;
    pending<std::string> save_file(file_dialog const& how = {}) const;

    /// The text of the button that was pressed.
    pending<std::string> message(message_dialog const& what) const;

private:
    std::shared_ptr<runtime_port> port_;
};

}  // namespace fairlead

template <>
struct fairlead::json::codec<fairlead::file_dialog> {
    static void write(std::string& to, file_dialog const& from);
};
template <>
struct fairlead::json::codec<fairlead::message_dialog> {
    static void write(std::string& to, message_dialog const& from);
};
