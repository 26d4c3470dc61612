// SPDX-License-Identifier: MIT
//
// finding — what a check has found, and what helps.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fairlead::cli {

enum class health { ok, warn, fail };
std::string_view to_text(health state) noexcept;

struct finding {
    std::string check;  ///< "memfd", "display", …: does not change.
    health state = health::ok;
    std::string said;
    std::string remedy;  ///< Empty where nothing is wrong.
};

using findings = std::vector<finding>;

/// A line each, the checks in a column.
std::string findings_text(findings const& all);
/// `{"ok":…,"checks":[{"check","state","said","remedy"}]}`
std::string findings_json(findings const& all);
bool is_healthy(findings const& all) noexcept;

}  // namespace fairlead::cli
