// SPDX-License-Identifier: MIT
//
// route_table — an entry's first provider is in place, further ones are the rare case.
#include "broker/routing/route_table.hpp"

#include <algorithm>

namespace fairlead::broker::routing {

peer* route_table::try_offer(route_id route, sharing how, provider one) {
    const auto index = static_cast<std::size_t>(raw(route));
    if (index >= entries_.size()) entries_.resize(index + 1);
    auto& entry = entries_[index];
    if (entry.first.who == nullptr || entry.first.who == one.who) {
        entry.first = one;
    } else if (how == sharing::one_provider) {
        return entry.first.who;
    } else if (const auto at = std::ranges::find(entry.more, one.who, &provider::who);
               at != entry.more.end()) {
        *at = one;
    } else {
        entry.more.push_back(one);
    }
    entry.last_holder.clear();
    return nullptr;
}

bool route_table::remove(offered& from, peer const& who) {
    if (from.first.who == &who) {
        from.first = {};
        if (!from.more.empty()) {
            from.first = from.more.front();
            from.more.erase(from.more.begin());
        }
        return true;
    }
    return std::erase_if(from.more, [&](provider const& one) { return one.who == &who; }) > 0;
}

bool route_table::withdraw(route_id route, peer const& who) {
    const auto index = static_cast<std::size_t>(raw(route));
    return index < entries_.size() && remove(entries_[index], who);
}

void route_table::drop(peer const& who) {
    for (auto& entry : entries_)
        if (remove(entry, who) && entry.first.who == nullptr && who.role != wire::peer_role::page)
            entry.last_holder = who.name;
}

std::string const& route_table::last_holder(route_id route) const noexcept {
    static const std::string nobody;
    const auto index = static_cast<std::size_t>(raw(route));
    return index < entries_.size() ? entries_[index].last_holder : nobody;
}

void route_table::for_each(std::function<void(route_id, provider const&)> const& visit) const {
    for (std::size_t index = 0; index < entries_.size(); ++index) {
        const auto route = static_cast<route_id>(index);
        if (entries_[index].first.who != nullptr) visit(route, entries_[index].first);
        for (auto const& other : entries_[index].more) visit(route, other);
    }
}

void route_table::for_each_owner(
    std::function<void(route_id, std::string_view, bool)> const& visit) const {
    for (std::size_t index = 0; index < entries_.size(); ++index) {
        auto const& [first, more, last_holder] = entries_[index];
        if (first.who != nullptr) visit(static_cast<route_id>(index), first.who->name, true);
        else if (!last_holder.empty()) visit(static_cast<route_id>(index), last_holder, false);
    }
}

}  // namespace fairlead::broker::routing
