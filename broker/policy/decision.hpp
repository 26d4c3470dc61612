// SPDX-License-Identifier: MIT
//
// decision — may this subject do that? Yes or no, and the rule that said so; pure.
#pragma once

#include "broker/config/permission.hpp"

#include <cstdint>
#include <string_view>

namespace fairlead::broker::policy {

using config::action;
using config::name_pattern;
using config::permission_rule;
using config::subject_kind;

/// The broker's news of what was refused: for tools and plugins.
inline constexpr std::string_view denied_topic = "fairlead/denied";

/// Where somebody stands before anything is asked.
struct standing {
    permission_rule const* rule = nullptr;  ///< Null: nothing is said of it.
    subject_kind kind = subject_kind::tool;
    bool open = true;  ///< What no list speaks of is allowed.

    /// Nothing it asks can be refused for what wails.json says.
    bool is_free() const noexcept { return rule == nullptr && open; }
};

struct question {
    action what;
    std::string_view name;
    std::string_view plugin = {};  ///< Of a call: whose method that is, if a plugin's.
};

enum class ground : std::uint8_t {
    by_default,  ///< No list speaks of it.
    listed,      ///< A pattern allows it.
    unlisted,    ///< There is a list, and it is not in it.
    refused,     ///< A pattern with `!`.
    closed,      ///< An origin that the app has not named.
    kept,        ///< Not for pages, whatever a rule says.
};

struct decision {
    bool allowed;
    ground why;
    name_pattern const* pattern = nullptr;  ///< The one that said so.
};

/// A refusal counts wherever it stands in its list.
decision decide(standing const& who, question const& asked) noexcept;

}  // namespace fairlead::broker::policy
