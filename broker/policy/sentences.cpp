// SPDX-License-Identifier: MIT
//
// sentences — made where something was refused, or somebody asks; never on the way of a call.
#include "broker/policy/sentences.hpp"

#include <fairlead/vocabulary/json_string.hpp>

namespace fairlead::broker::policy {
namespace {

std::string json_text(std::string_view text) {
    std::string literal;
    append_json_string(literal, text);
    return literal;
}

std::string place_of(standing const& who, action what) {
    return "permissions[" + json_text(who.rule->subject.text()) + "]." +
           std::string{config::to_text(what)};
}

}  // namespace

std::string rule_text(standing const& who, decision const& said, question const& asked) {
    switch (said.why) {
        case ground::by_default:
            return who.rule == nullptr
                       ? "no permission speaks of it: allowed by default"
                       : place_of(who, asked.what) + " is not there: allowed by default";
        case ground::listed:
            return place_of(who, asked.what) + " allows " + json_text(said.pattern->text());
        case ground::unlisted: return place_of(who, asked.what) + " does not list it";
        case ground::refused:
            return place_of(who, asked.what) + " refuses " + json_text(said.pattern->text());
        case ground::closed: return "window.bindingsAllowedOrigins does not name this origin";
        case ground::kept: return "pages never hear it";
    }
    return {};
}

std::string remedy_text(standing const& who, decision const& said, question const& asked) {
    switch (said.why) {
        case ground::unlisted:
            return "add " + json_text(asked.name) + " to fairlead." + place_of(who, asked.what) +
                   " in wails.json";
        case ground::refused:
            return "take " + json_text(said.pattern->text()) + " out of fairlead." +
                   place_of(who, asked.what) + " in wails.json, or make it narrower";
        case ground::closed:
            return "name the origin in fairlead.window.bindingsAllowedOrigins in wails.json";
        case ground::by_default:
        case ground::listed:
        case ground::kept: break;
    }
    return {};
}

std::string line_text(standing const& who, decision const& said, question const& asked) {
    if (said.why != ground::unlisted && said.why != ground::refused) return {};
    std::string list;
    const auto add = [&](std::string_view text) {
        list += (list.empty() ? "" : ", ") + json_text(text);
    };
    bool is_allowed = false;
    for (auto const& one : *who.rule->list(asked.what)) {
        if (one.refuses() && one.fits(asked.name, asked.plugin)) continue;
        is_allowed |= !one.refuses() && one.fits(asked.name, asked.plugin);
        add(one.text());
    }
    if (!is_allowed) add(asked.name);
    return json_text(who.rule->subject.text()) + ": { " + json_text(config::to_text(asked.what)) +
           ": [" + list + "] }";
}

}  // namespace fairlead::broker::policy
