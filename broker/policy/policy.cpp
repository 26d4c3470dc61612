// SPDX-License-Identifier: MIT
//
// policy — sorted once, so that the first rule that fits is the one that counts.
#include "broker/policy/policy.hpp"

#include <algorithm>
#include <tuple>

namespace fairlead::broker::policy {
namespace {

/// Smaller counts more: of a window before of any; no star before few, few before many; then the
/// longer one.
auto rank(permission_rule const& rule) {
    auto const& subject = rule.subject;
    return std::tuple{subject.window.empty(), std::ranges::count(subject.who, '*'),
                      -static_cast<std::ptrdiff_t>(subject.who.size())};
}

bool fits(config::permission_subject const& subject, identity const& who) {
    if (subject.kind != who.kind) return false;
    switch (subject.kind) {
        case subject_kind::tool: return true;
        case subject_kind::plugin: return subject.who == "*" || subject.who == who.plugin;
        case subject_kind::page: break;
    }
    if (!subject.window.empty() && subject.window != who.window) return false;
    if (subject.who.empty()) return who.origin.empty();
    return !who.origin.empty() && origin_rules{{subject.who}}.allows(who.origin);
}

}  // namespace

policy::policy(std::vector<permission_rule> rules, std::vector<std::string> allowed_origins)
    : rules_{std::move(rules)}, allowed_{std::move(allowed_origins)} {
    std::ranges::stable_sort(rules_, {}, rank);
}

standing policy::of(identity const& who) const {
    standing found{.rule = nullptr, .kind = who.kind, .open = true};
    if (who.kind == subject_kind::page)
        found.open = who.origin.empty() || allowed_.allows(who.origin);
    const auto rule = std::ranges::find_if(
        rules_, [&](permission_rule const& one) { return fits(one.subject, who); });
    if (rule != rules_.end()) found.rule = &*rule;
    return found;
}

std::string subject_text(identity const& who) {
    return config::permission_subject{
        .kind = who.kind,
        .who = std::string{who.kind == subject_kind::plugin ? who.plugin : who.origin},
        .window = {}}
        .text();
}

identity identity_of(config::permission_subject const& subject) noexcept {
    return {.kind = subject.kind,
            .plugin = subject.kind == subject_kind::plugin ? std::string_view{subject.who}
                                                           : std::string_view{},
            .origin = subject.kind == subject_kind::page ? std::string_view{subject.who}
                                                         : std::string_view{},
            .window = subject.window};
}

}  // namespace fairlead::broker::policy
