// SPDX-License-Identifier: MIT
//
// traffic — which row of the counters a peer, a method or a topic is counted in. Rows are found
// once; whoever counts keeps a pointer, or looks it up by route: no hash, no allocation, no lock.
// Without a map there are no rows, and nothing is counted.
#pragma once

#include <fairlead/meter/layout.hpp>
#include <fairlead/vocabulary/ids.hpp>
#include <fairlead/wire/control_message.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace fairlead::broker::telemetry {

class traffic {
public:
    using time_point = std::chrono::steady_clock::time_point;

    explicit traffic(meter::map* map = nullptr) noexcept;
    traffic(traffic const&) = delete;
    traffic& operator=(traffic const&) = delete;

    /// A session begins. All of a role and name have one row, one after the other and at once; of
    /// pages the name of their window.
    meter::row* on_come(wire::peer_role role, std::string_view name, session_id session, pid_t pid);
    /// It ends; so much had to wait for it still.
    static void on_gone(meter::row* one, std::uint64_t queue_bytes) noexcept {
        if (one == nullptr) return;
        one->sessions.subtract();
        one->queue_bytes.subtract(queue_bytes);
    }
    /// A plugin of wails.json was started again, so often.
    void on_restarts(std::string_view plugin, std::uint32_t restarts);

    /// Of a route that is known; null: nothing is counted.
    meter::method_row* method(route_id route, std::string_view name) {
        if (map_ == nullptr) return nullptr;
        auto* const known = find(methods_, route);
        return known != nullptr ? known : add_method(route, name);
    }
    /// no_route: all those whom nobody hears.
    meter::row* topic(route_id route, std::string_view name) {
        if (map_ == nullptr) return nullptr;
        auto* const known = find(topics_, route);
        return known != nullptr ? known : add_topic(route, name);
    }
    /// Null: no call of it was ever handed to anybody.
    meter::method_row* find_method(route_id route) const noexcept { return find(methods_, route); }
    /// That peer offers it now.
    void owned_by(meter::method_row& method, meter::row const* peer) const noexcept {
        if (peer == nullptr) return;
        const auto place = static_cast<std::uint32_t>(static_cast<meter::peer_row const*>(peer) -
                                                      map_->peers.data());
        if (method.owner.load(std::memory_order_relaxed) != place) [[unlikely]]
            method.owner.store(place, std::memory_order_relaxed);
    }

    meter::map* map() const noexcept { return map_; }

private:
    using peer_key = std::pair<wire::peer_role, std::string>;

    template <class Row>
    static Row* find(std::vector<Row*> const& all, route_id route) noexcept {
        const auto index = static_cast<std::size_t>(raw(route));
        return index < all.size() ? all[index] : nullptr;
    }
    meter::method_row* add_method(route_id route, std::string_view name);
    meter::topic_row* add_topic(route_id route, std::string_view name);
    std::uint16_t peer_place(wire::peer_role role, std::string_view name);

    meter::map* map_;
    std::vector<meter::method_row*> methods_;  // By route; null: not yet.
    std::vector<meter::topic_row*> topics_;
    std::map<peer_key, std::uint16_t> peers_;
};

}  // namespace fairlead::broker::telemetry
