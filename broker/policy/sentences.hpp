// SPDX-License-Identifier: MIT
//
// sentences — a decision in words: the rule that said so, and what to write where it should not
// have.
#pragma once

#include "broker/policy/decision.hpp"

#include <string>

namespace fairlead::broker::policy {

/// `permissions["page"].call does not list it`.
std::string rule_text(standing const& who, decision const& said, question const& asked);

/// `add "main.App.Save" to fairlead.permissions["page"].call in wails.json`; empty: no line helps.
std::string remedy_text(standing const& who, decision const& said, question const& asked);

/// The list with that line in it: `"page": { "call": ["main.App.Open", "main.App.Save"] }`.
std::string line_text(standing const& who, decision const& said, question const& asked);

}  // namespace fairlead::broker::policy
