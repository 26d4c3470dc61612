// SPDX-License-Identifier: MIT
//
// route_table — route → who offers it, and the index of the handler over there.
#pragma once

#include "broker/routing/peer.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::routing {

struct provider {
    peer* who = nullptr;
    std::uint32_t handler = 0;
    bool idempotent = false;  ///< May be called again when nobody knows whether it was.
};

/// Window functions: every host has its own.
enum class sharing { one_provider, one_per_host };

class route_table {
public:
    /// Null when `one` provides the route now, else who holds it. The same peer may offer again.
    peer* try_offer(route_id route, sharing how, provider one);

    /// False: it was not offered by that peer.
    bool withdraw(route_id route, peer const& who);

    /// All offers of that peer end; last_holder() remembers it.
    void drop(peer const& who);

    /// Whom a call of `asker` goes to: its own provider (of a page: its host), else the first.
    /// `who` is null if nobody.
    provider find(route_id route, peer const& asker) const noexcept {
        const auto index = static_cast<std::size_t>(raw(route));
        if (index >= entries_.size()) return {};
        auto const& entry = entries_[index];
        if (entry.more.empty() || is_own(*entry.first.who, asker)) return entry.first;
        for (auto const& other : entry.more)
            if (is_own(*other.who, asker)) return other;
        return entry.first;
    }

    /// The name of the peer that offered the route until its session ended; empty if none did, or
    /// a page: a page's functions go with it.
    std::string const& last_holder(route_id route) const noexcept;

    void for_each(std::function<void(route_id, provider const&)> const& visit) const;

    /// The name of who offers each route, or of who did until its session ended.
    void for_each_owner(
        std::function<void(route_id, std::string_view owner, bool is_there)> const& visit) const;

private:
    struct offered {
        provider first;
        std::vector<provider> more;
        std::string last_holder;
    };
    static bool remove(offered& from, peer const& who);
    static bool is_own(peer const& provider, peer const& asker) noexcept {
        return &provider == &asker ||
               (asker.role == wire::peer_role::page && provider.id == asker.papers.host);
    }

    std::vector<offered> entries_;  // By route id: a call costs one index, no hash.
};

}  // namespace fairlead::broker::routing
