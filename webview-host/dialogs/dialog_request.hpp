// SPDX-License-Identifier: MIT
//
// dialog_request — which dialog a plugin wants, read from the arguments of its call.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fairlead::host {

enum class file_choice { open_file, open_files, open_directory, save_file };

struct file_pattern_group {
    std::string name;
    std::vector<std::string> patterns;
};

struct file_request {
    file_choice what{};
    std::string title;      ///< Never empty.
    std::string directory;  ///< Where it begins; empty: where the desktop wants.
    std::string filename;
    std::vector<file_pattern_group> filters;
    bool show_hidden = false;
    bool may_create_directories = true;
};

enum class message_kind { info, warning, error, question };

struct message_request {
    message_kind kind{};
    std::string title, message;
    std::vector<std::string> buttons;  ///< Never empty.
    std::string default_button;        ///< One of them.
    std::string cancel_button;         ///< One of them, or "".
};

/// Both throw json::bad_value, which says what is wrong where. `args_json` is `[]` or `[{…}]`.
file_request parse_file_request(file_choice what, std::string_view args_json);
message_request parse_message_request(std::string_view args_json);

}  // namespace fairlead::host
