// SPDX-License-Identifier: MIT
//
// policy — all rules of an app, and which of them is whose. Never changes: what a process may do
// is settled when it comes.
//
// Of the rules that fit somebody one counts, the most specific, and it alone: what it does not
// speak of is as by default, not as in a wider rule.
#pragma once

#include "broker/policy/decision.hpp"

#include <fairlead/vocabulary/origin_rules.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::policy {

/// Who somebody is, as the broker knows it; never as it says itself.
struct identity {
    subject_kind kind = subject_kind::tool;
    std::string_view plugin = {};  ///< Its name.
    std::string_view origin = {};  ///< Of a page; empty: the app's own.
    std::string_view window = {};  ///< Of a page: the name of its host.
};

class policy {
public:
    policy() = default;
    policy(std::vector<permission_rule> rules, std::vector<std::string> allowed_origins);

    standing of(identity const& who) const;

    std::vector<permission_rule> const& rules() const noexcept { return rules_; }

private:
    std::vector<permission_rule> rules_;  // Those that count more come first.
    origin_rules allowed_{{}};
};

/// As a subject of wails.json, without the window: `page https://docs.example.org`.
std::string subject_text(identity const& who);

/// The same the other way round; views into `subject`.
identity identity_of(config::permission_subject const& subject) noexcept;

}  // namespace fairlead::broker::policy
