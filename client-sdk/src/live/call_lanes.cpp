// SPDX-License-Identifier: MIT
//
// call_lanes — a lane is there while a call of it runs or waits.
#include "call_lanes.hpp"

#include <algorithm>

namespace fairlead {

struct call_lanes::shared : std::enable_shared_from_this<shared> {
    struct waiting {
        request_id request;
        call what;
    };

    /// Nothing runs in that lane: its first begins, or the lane goes.
    void next(lane_key lane) {
        const std::lock_guard lock{mutex};
        const auto found = lanes.find(lane);
        if (found == lanes.end()) return;
        if (found->second.empty() || pool == nullptr) return static_cast<void>(lanes.erase(found));
        auto first = std::move(found->second.front());
        found->second.pop_front();
        --count;
        start(lane, first.request, std::move(first.what));
    }

    void start(lane_key lane, request_id request, call what) {
        auto leave = [self = shared_from_this(), lane](void*) { self->next(lane); };
        auto held = std::make_shared<std::pair<call, ticket>>(
            std::move(what), ticket{static_cast<void*>(this), std::move(leave)});
        // Accepted calls are bounded here, not by the pool.
        pool->run(request,
                  work{[held = std::move(held)] { held->first(std::move(held->second)); }});
    }

    std::mutex mutex;
    call_pool* pool = nullptr;
    std::size_t waiting_max = 0;
    std::size_t count = 0;  // Of calls that wait, in all lanes.
    std::map<lane_key, std::deque<waiting>> lanes;
};

call_lanes::call_lanes(call_pool& pool, std::size_t waiting_max)
    : shared_{std::make_shared<shared>()} {
    shared_->pool = &pool;
    shared_->waiting_max = waiting_max;
}

call_lanes::~call_lanes() { close(); }

bool call_lanes::try_run(lane_key lane, request_id request, call what) {
    const std::lock_guard lock{shared_->mutex};
    if (shared_->pool == nullptr) return false;
    const auto [place, is_free] = shared_->lanes.try_emplace(lane);
    if (is_free) {
        shared_->start(lane, request, std::move(what));
        return true;
    }
    if (shared_->count >= shared_->waiting_max) return false;
    ++shared_->count;
    place->second.push_back({request, std::move(what)});
    return true;
}

void call_lanes::cancel(request_id request) {
    call dropped;
    const std::lock_guard lock{shared_->mutex};
    for (auto& [lane, all] : shared_->lanes) {
        const auto found = std::ranges::find(all, request, &shared::waiting::request);
        if (found == all.end()) continue;
        dropped = std::move(found->what);
        all.erase(found);
        --shared_->count;
        return;
    }
}

void call_lanes::close() {
    std::map<lane_key, std::deque<shared::waiting>> dropped;
    const std::lock_guard lock{shared_->mutex};
    shared_->pool = nullptr;
    shared_->count = 0;
    dropped.swap(shared_->lanes);
}

std::size_t call_lanes::lanes() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->lanes.size();
}

}  // namespace fairlead
