// SPDX-License-Identifier: MIT
//
// resend_shelf — a map and its bounds.
#include "broker/routing/resend_shelf.hpp"

namespace fairlead::broker::routing {

void resend_shelf::keep(request_id id, parked_call&& one) {
    const auto cost = one.cost();
    if (kept_.size() >= limits_.calls_max || cost > limits_.bytes_max - bytes_) return;
    bytes_ += cost;
    kept_.insert_or_assign(id, std::move(one));
}

std::optional<parked_call> resend_shelf::take(request_id id) {
    auto kept = kept_.extract(id);
    if (kept.empty()) return std::nullopt;
    bytes_ -= kept.mapped().cost();
    return std::move(kept.mapped());
}

}  // namespace fairlead::broker::routing
