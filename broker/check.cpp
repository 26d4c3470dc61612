// SPDX-License-Identifier: MIT
//
// check — the configuration as it is read at a start, and the programs as they are looked for.
#include "broker/check.hpp"

#include "broker/config/app_config.hpp"
#include "broker/supervision/program_path.hpp"

#include <fairlead/vocabulary/json_string.hpp>

namespace fairlead::broker {
namespace {

void append_member(std::string& to, std::string_view key, std::string_view text) {
    append_json_string(to, key);
    to += ':';
    append_json_string(to, text);
}

std::string plugin_json(config::plugin_config const& one, supervision::program_path const& found) {
    std::string text = "{";
    append_member(text, "name", one.name);
    text += ',';
    append_member(text, "exec", one.exec);
    text += ",\"args\":[";
    for (auto const& arg : one.args) {
        if (!text.ends_with('[')) text += ',';
        append_json_string(text, arg);
    }
    text += "],\"env\":{";
    for (auto const& [name, value] : one.env) {
        if (!text.ends_with('{')) text += ',';
        append_member(text, name, value);
    }
    text += "},";
    if (!found.file.empty()) {
        append_member(text, "program", found.file.native());
        return text + '}';
    }
    text += "\"tried\":[";
    for (auto const& tried : found.tried) {
        if (!text.ends_with('[')) text += ',';
        append_json_string(text, tried.native());
    }
    return text + "]}";
}

}  // namespace

std::string check_app(std::filesystem::path const& app_dir,
                      std::filesystem::path const& broker_dir) {
    const auto app = config::read_app_config(app_dir / "wails.json");
    std::string text = "{";
    append_member(text, "app", app.name);
    text += ",\"plugins\":[";
    for (auto const& one : app.plugins) {
        if (!text.ends_with('[')) text += ',';
        text += plugin_json(one, supervision::find_program(one.exec, app_dir, broker_dir));
    }
    return text + "]}\n";
}

}  // namespace fairlead::broker
