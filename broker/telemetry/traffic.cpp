// SPDX-License-Identifier: MIT
//
// traffic — the rare half: a row is given to somebody.
#include "broker/telemetry/traffic.hpp"

#include <algorithm>
#include <optional>

namespace fairlead::broker::telemetry {

namespace {

/// Readers look at the edition before and after they copy.
template <class Row, class Change>
void give(Row& to, std::string_view name, Change&& change) {
    const auto before = to.edition.load(std::memory_order_relaxed);
    to.edition.store(before + 1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_release);
    change();
    to.name.set(name);
    to.edition.store(before + 2, std::memory_order_release);
}

void clear(meter::row& one) noexcept {
    for (auto* number : {&one.sessions, &one.session, &one.calls, &one.errors, &one.bytes_in,
                         &one.bytes_out, &one.events, &one.delivered, &one.drops, &one.in_flight,
                         &one.queue_bytes, &one.restarts, &one.answer_ns})
        number->set(0);
}

/// The next one that was never used; nothing: there is none.
std::optional<std::uint16_t> take_unused(meter::section& from) noexcept {
    const auto used = from.used.load(std::memory_order_relaxed);
    if (used >= from.rows) return std::nullopt;
    from.used.store(used + 1, std::memory_order_release);
    return static_cast<std::uint16_t>(used);
}

std::string_view name_for_row(wire::peer_role role, std::string_view name) noexcept {
    // Each document of a window has a number of its own.
    return role == wire::peer_role::page ? name.substr(0, name.rfind('#')) : name;
}

template <class Row, class Rows>
Row* add(std::vector<Row*>& by_route, route_id route, std::string_view name,
         meter::section& section, Rows& rows) {
    const auto index = static_cast<std::size_t>(raw(route));
    if (index >= by_route.size()) by_route.resize(std::max(index + 1, 2 * by_route.size()));
    if (route != no_route)
        if (const auto place = take_unused(section)) {
            give(rows[*place], name, [] {});
            return by_route[index] = &rows[*place];
        }
    return by_route[index] = &rows.front();
}

}  // namespace

traffic::traffic(meter::map* map) noexcept : map_{map} {
    if (map_ == nullptr) return;
    give(map_->peers[*take_unused(map_->head.peers)], meter::others, [] {});
    give(map_->methods[*take_unused(map_->head.methods)], meter::others, [] {});
    give(map_->topics[*take_unused(map_->head.topics)], meter::others, [] {});
}

std::uint16_t traffic::peer_place(wire::peer_role role, std::string_view name) {
    const auto called = name_for_row(role, name);
    const peer_key key{role, called};
    if (const auto known = peers_.find(key); known != peers_.end()) return known->second;
    auto place = take_unused(map_->head.peers);
    if (!place) {
        // Whoever is not there any more gives room.
        const auto gone = std::ranges::find_if(peers_, [this](auto const& one) {
            return one.second != 0 && map_->peers[one.second].sessions.get() == 0;
        });
        if (gone == peers_.end()) return 0;
        place = gone->second;
        peers_.erase(gone);
    }
    auto& one = map_->peers[*place];
    give(one, called, [&] {
        clear(one);
        one.role.store(static_cast<std::uint32_t>(role), std::memory_order_relaxed);
    });
    peers_.emplace(key, *place);
    return *place;
}

meter::row* traffic::on_come(wire::peer_role role, std::string_view name, session_id session,
                             pid_t pid) {
    if (map_ == nullptr) return nullptr;
    auto& one = map_->peers[peer_place(role, name)];
    one.sessions.add();
    one.session.set(raw(session));
    one.pid.store(static_cast<std::uint32_t>(pid), std::memory_order_relaxed);
    return &one;
}

void traffic::on_restarts(std::string_view plugin, std::uint32_t restarts) {
    if (map_ == nullptr || restarts == 0) return;
    if (const auto place = peer_place(wire::peer_role::plugin, plugin); place != 0)
        map_->peers[place].restarts.set(restarts);
}

meter::method_row* traffic::add_method(route_id route, std::string_view name) {
    return add(methods_, route, name, map_->head.methods, map_->methods);
}

meter::topic_row* traffic::add_topic(route_id route, std::string_view name) {
    return add(topics_, route, name, map_->head.topics, map_->topics);
}

}  // namespace fairlead::broker::telemetry
