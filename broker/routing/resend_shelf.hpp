// SPDX-License-Identifier: MIT
//
// resend_shelf — copies of calls under way whose methods are idempotent: when their plugin dies
// they are sent once more. Bounded; a call that finds no room here is an ordinary one.
#pragma once

#include "broker/routing/parked_calls.hpp"

#include <optional>
#include <unordered_map>

namespace fairlead::broker::routing {

class resend_shelf {
public:
    explicit resend_shelf(parking_limits limits = {}) : limits_{limits} {}

    /// `id` is the number that the provider knows.
    void keep(request_id id, parked_call&& one);
    std::optional<parked_call> take(request_id id);
    void forget(request_id id) {
        if (!kept_.empty()) take(id);
    }
    std::size_t size() const noexcept { return kept_.size(); }

private:
    struct hash {
        std::size_t operator()(request_id id) const noexcept {
            return std::hash<std::uint64_t>{}(raw(id));
        }
    };
    parking_limits limits_;
    std::unordered_map<request_id, parked_call, hash> kept_;
    std::size_t bytes_ = 0;
};

}  // namespace fairlead::broker::routing
