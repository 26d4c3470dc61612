// SPDX-License-Identifier: MIT
//
// decision — refusals first, then what is listed, then the default.
#include "broker/policy/decision.hpp"

namespace fairlead::broker::policy {

decision decide(standing const& who, question const& asked) noexcept {
    if (who.kind == subject_kind::page && asked.what == action::hear && asked.name == denied_topic)
        return {false, ground::kept};
    auto const* list =
        who.rule != nullptr && who.rule->list(asked.what) ? &*who.rule->list(asked.what) : nullptr;
    if (!who.open) return {false, ground::closed};
    if (list == nullptr) return {true, ground::by_default};
    name_pattern const* allows = nullptr;
    for (auto const& one : *list) {
        if (!one.fits(asked.name, asked.plugin)) continue;
        if (one.refuses()) return {false, ground::refused, &one};
        if (allows == nullptr) allows = &one;
    }
    if (allows != nullptr) return {true, ground::listed, allows};
    return {false, ground::unlisted};
}

}  // namespace fairlead::broker::policy
