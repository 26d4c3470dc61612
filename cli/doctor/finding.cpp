// SPDX-License-Identifier: MIT
//
// finding — two forms of the same list.
#include "cli/doctor/finding.hpp"

#include "cli/output/json_figures.hpp"
#include "cli/output/table.hpp"

#include <algorithm>

namespace fairlead::cli {

std::string_view to_text(health state) noexcept {
    switch (state) {
        case health::ok: return "ok";
        case health::warn: return "warn";
        case health::fail: return "fail";
    }
    return "fail";
}

std::string findings_text(findings const& all) {
    table rows{{}};
    for (auto const& one : all) {
        std::string state{to_text(one.state)};
        state.resize(4, ' ');  // As wide on every machine.
        rows.add({std::move(state), one.check,
                  one.said + (one.remedy.empty() ? "" : " → " + one.remedy)});
    }
    return rows.text();
}

std::string findings_json(findings const& all) {
    std::vector<json_figures> checks;
    for (auto const& one : all)
        checks.push_back(json_figures{}
                             .add("check", std::string_view{one.check})
                             .add("state", to_text(one.state))
                             .add("said", std::string_view{one.said})
                             .add("remedy", std::string_view{one.remedy}));
    return json_figures{}.add_flag("ok", is_healthy(all)).add("checks", checks).text();
}

bool is_healthy(findings const& all) noexcept {
    return std::ranges::none_of(all, [](auto const& one) { return one.state == health::fail; });
}

}  // namespace fairlead::cli
