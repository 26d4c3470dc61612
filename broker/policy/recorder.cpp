// SPDX-License-Identifier: MIT
//
// recorder — one entry a line.
#include "broker/policy/recorder.hpp"

#include "broker/telemetry/log.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <fstream>

namespace fairlead::broker::policy {

void recorder::note(std::string_view subject, config::action what, std::string_view name) {
    if (seen_.size() >= entries_max) return;
    is_news_ |= seen_.emplace(std::string{subject}, what, std::string{name}).second;
}

void recorder::save() {
    if (!is_news_) return;
    std::string text = "{\"seen\":[\n";
    for (auto const& [subject, what, name] : seen_) {
        if (!text.ends_with("[\n")) text += ",\n";
        text += "{\"subject\":";
        append_json_string(text, subject);
        text += ",\"action\":";
        append_json_string(text, config::to_text(what));
        text += ",\"name\":";
        append_json_string(text, name);
        text += '}';
    }
    text += "\n]}\n";
    auto beside = file_;
    beside += ".new";
    std::ofstream out{beside, std::ios::binary | std::ios::trunc};
    out << text;
    out.close();
    std::error_code failed;
    if (out) std::filesystem::rename(beside, file_, failed);
    is_news_ = !out || failed;
    if (is_news_)
        telemetry::log_warn("policy", "the recording cannot be written file={}", file_.string());
}

}  // namespace fairlead::broker::policy
