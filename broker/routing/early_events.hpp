// SPDX-License-Identifier: MIT
//
// early_events — what back ends emit while the app's page is being loaded, kept until the page has
// its first listener for it. In Wails such events are lost.
//
// Bounded in number, bytes and time: kept from when a page is awaited until its load is over and
// its scripts have had a moment to begin; the oldest go first.
#pragma once

#include "broker/routing/peer.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace fairlead::broker::routing {

struct early_limits {
    std::size_t events_max = 1'024;
    std::size_t bytes_max = 1u << 20;
    std::chrono::milliseconds load_max{60'000};   ///< A page that is never loaded.
    std::chrono::milliseconds after_load{5'000};  ///< Frameworks begin to listen after it.
};

class early_events {
public:
    explicit early_events(early_limits limits = {}) : limits_{limits} {}

    /// A page is awaited: the app has been started, or the page before it is gone.
    void open(time_point now);
    /// The page has been loaded.
    void on_loaded(time_point now);

    bool is_open(time_point now) const noexcept { return now < ends_; }

    /// Not kept if the page has listened to that topic and stopped.
    void keep(std::string_view topic, std::span<const std::byte> data);

    /// The page's first listener: what was kept of that topic, in order, is visited and given up.
    void give(std::string_view topic, time_point now,
              std::function<void(std::string_view data)> const& visit);

    /// Events that found no room since the page has been awaited.
    std::uint64_t lost() const noexcept { return lost_; }

private:
    struct event {
        std::string topic, data;
        std::size_t bytes() const noexcept { return topic.size() + data.size(); }
    };
    void drop_all();

    early_limits limits_;
    time_point ends_{time_point::min()};
    std::deque<event> events_;
    std::size_t bytes_ = 0;
    std::set<std::string, std::less<>> heard_;
    std::uint64_t lost_ = 0;
};

}  // namespace fairlead::broker::routing
