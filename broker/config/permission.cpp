// SPDX-License-Identifier: MIT
//
// permission — the words of the manifest, cut once, so that comparing is all that is left to do.
#include "broker/config/permission.hpp"

#include <algorithm>

namespace fairlead::broker::config {

std::string_view to_text(action what) noexcept {
    switch (what) {
        case action::call: return "call";
        case action::emit: return "emit";
        case action::hear: return "hear";
        case action::offer: return "offer";
    }
    return "?";
}

std::optional<action> action_from_text(std::string_view text) noexcept {
    const auto found = std::ranges::find(actions, text, to_text);
    return found != actions.end() ? std::optional{*found} : std::nullopt;
}

name_pattern::name_pattern(std::string text, bool takes_plugins)
    : text_{std::move(text)}, refuses_{text_.starts_with('!')},
      means_plugin_{takes_plugins && std::string_view{text_}.substr(refuses_).starts_with('@')},
      is_prefix_{text_.ends_with('*')}, begin_{(refuses_ ? 1U : 0U) + (means_plugin_ ? 1U : 0U)} {}

std::string permission_subject::text() const {
    if (kind == subject_kind::tool) return "tool";
    std::string all = kind == subject_kind::page ? "page" : "plugin";
    if (!who.empty()) all += ' ' + who;
    if (!window.empty()) all += " @" + window;
    return all;
}

std::optional<permission_subject> parse_subject(std::string_view text) {
    std::vector<std::string_view> words;
    for (auto rest = text;;) {
        const auto end = std::min(rest.find(' '), rest.size());
        if (end == 0) return std::nullopt;
        words.push_back(rest.substr(0, end));
        if (end == rest.size()) break;
        rest.remove_prefix(end + 1);
    }
    permission_subject subject;
    if (words[0] == "tool") {
        if (words.size() != 1) return std::nullopt;
        return subject;
    }
    if (words[0] == "plugin") {
        if (words.size() != 2) return std::nullopt;
        subject.kind = subject_kind::plugin;
        subject.who = words[1];
        return subject;
    }
    if (words[0] != "page" || words.size() > 3) return std::nullopt;
    subject.kind = subject_kind::page;
    if (words.back().size() > 1 && words.back().starts_with('@')) {
        subject.window = words.back().substr(1);
        words.pop_back();
    }
    if (words.size() == 3) return std::nullopt;
    if (words.size() == 2) subject.who = words[1];
    return subject;
}

}  // namespace fairlead::broker::config
