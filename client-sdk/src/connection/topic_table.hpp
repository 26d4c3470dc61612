// SPDX-License-Identifier: MIT
//
// topic_table — which handlers hear which topic. Handed-out lists are snapshots, so a handler may
// subscribe and unsubscribe while an event is being delivered.
#pragma once

#include <fairlead/client/connection.hpp>

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace fairlead::client {

class topic_table {
public:
    struct topic {
        std::string name;
        std::vector<event_handler> handlers;
    };
    using snapshot = std::shared_ptr<topic const>;

    /// True: nobody here listened to it so far, the broker must be told.
    bool add(std::string_view name, event_handler handler) {
        auto& entry = by_name_[std::string{name}];
        const bool first = entry == nullptr;
        auto grown = std::make_shared<topic>(first ? topic{std::string{name}, {}} : *entry);
        grown->handlers.push_back(std::move(handler));
        entry = std::move(grown);
        return first;
    }

    void learn_route(std::string const& name, route_id route) { by_route_[route] = name; }

    /// True: there was such a topic.
    bool remove(std::string_view name) {
        const auto found = by_name_.find(name);
        if (found == by_name_.end()) return false;
        std::erase_if(by_route_, [&](auto const& known) { return known.second == name; });
        by_name_.erase(found);
        return true;
    }

    snapshot find(std::string_view name) const {
        const auto found = by_name_.find(name);
        return found != by_name_.end() ? found->second : nullptr;
    }
    snapshot find(route_id route) const {
        const auto found = by_route_.find(route);
        return found != by_route_.end() ? find(found->second) : nullptr;
    }

private:
    std::map<std::string, snapshot, std::less<>> by_name_;
    std::unordered_map<route_id, std::string> by_route_;
};

}  // namespace fairlead::client
