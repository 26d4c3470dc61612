// SPDX-License-Identifier: MIT
//
// lessons — sorted by subject, kind and name, so that two runs alike give the same text.
#include "broker/policy/lessons.hpp"

#include "broker/config/app_config.hpp"
#include "broker/config/json_place.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <set>

namespace fairlead::broker::policy {

namespace dom = simdjson::dom;
using namespace config;

namespace {

using names = std::map<action, std::set<std::string>>;

/// A list can say it, and nothing else with it.
bool is_sayable(std::string const& name) {
    return name.find('*') == name.npos && !name.starts_with('!') && !name.starts_with('@');
}

std::map<std::string, names> read(std::filesystem::path const& recording) {
    const auto file = recording.string();
    const json_place root{file, ""};
    std::ifstream in{recording, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in.is_open() || in.bad()) root.complain("cannot be read");
    dom::parser parser;
    dom::element document;
    const simdjson::padded_string padded{text};
    if (parser.parse(padded).get(document)) root.complain("is no recording");
    const auto seen = member(object_of(document, root), "seen");
    if (!seen) root.complain("is no recording");
    std::map<std::string, names> all;
    std::size_t index = 0;
    for (auto entry : array_of(*seen, root / "seen")) {
        const auto here = (root / "seen")[index++];
        const auto one = object_of(entry, here);
        const auto what = action_from_text(required_text(one, "action", here));
        const auto subject = required_text(one, "subject", here);
        if (!what || !parse_subject(subject)) here.complain("is nothing that was recorded");
        auto& known = all[subject][*what];
        if (auto name = required_text(one, "name", here); is_sayable(name))
            known.insert(std::move(name));
    }
    return all;
}

std::string list_text(std::set<std::string> const& list) {
    std::string text;
    for (auto const& one : list) {
        if (!text.empty()) text += ", ";
        append_json_string(text, one);
    }
    return '[' + text + ']';
}

}  // namespace

std::string lessons_of(std::filesystem::path const& recording, bool with_tools) {
    std::string text;
    for (auto& [subject, seen] : read(recording)) {
        const auto kind = parse_subject(subject)->kind;
        if (kind == subject_kind::tool && !with_tools) continue;
        text += text.empty() ? "\n  " : ",\n  ";
        append_json_string(text, subject);
        text += ": {";
        for (const auto what : actions) {
            if (what == action::offer && kind != subject_kind::page) continue;
            text += text.ends_with('{') ? "\n    \"" : ",\n    \"";
            text += std::string{to_text(what)} + "\": " + list_text(seen[what]);
        }
        text += "\n  }";
    }
    return text.empty() ? "{}\n" : '{' + text + "\n}\n";
}

}  // namespace fairlead::broker::policy
