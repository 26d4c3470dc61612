// SPDX-License-Identifier: MIT
//
// window_news — JSON, by hand where it is written and by simdjson where it is read.
#include "webview-host/system/window_news.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <simdjson.h>

namespace fairlead::host {
namespace {

void append_list(std::string& json, std::vector<std::string> const& texts) {
    json += '[';
    for (auto const& text : texts) {
        if (json.back() != '[') json += ',';
        append_json_string(json, text);
    }
    json += ']';
}

}  // namespace

std::string file_drop_data(int x, int y, std::vector<std::string> const& paths) {
    auto json = "[" + std::to_string(x) + "," + std::to_string(y) + ",";
    append_list(json, paths);
    return json + "]";
}

std::optional<std::string> second_instance_data(std::string_view args_json) {
    const simdjson::padded_string text{args_json};
    simdjson::dom::parser parser;
    simdjson::dom::array args;
    std::string_view folder;
    const auto given = parser.parse(text);
    if (given.at(0).get(args) || given.at(1).get(folder)) return std::nullopt;
    std::vector<std::string> words;
    for (const auto one : args) {
        std::string_view word;
        if (one.get(word)) return std::nullopt;
        words.emplace_back(word);
    }
    std::string json = "[{\"args\":";
    append_list(json, words);
    append_json_string(json += ",\"workingDirectory\":", folder);
    return json + "}]";
}

}  // namespace fairlead::host
