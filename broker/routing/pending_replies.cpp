// SPDX-License-Identifier: MIT
//
// pending_replies — a slot map; ids are round and index, chains are threaded through the slots.
#include "broker/routing/pending_replies.hpp"

#include <fairlead/vocabulary/assert.hpp>

#include <utility>

namespace fairlead::broker::routing {
namespace {

constexpr request_id make_id(std::uint32_t round, std::uint32_t index) noexcept {
    return static_cast<request_id>((std::uint64_t{round} << 32) | index);
}
constexpr std::uint32_t index_of(request_id id) noexcept {
    return static_cast<std::uint32_t>(raw(id));
}

}  // namespace

request_id pending_replies::add(asker const& to, peer& from, route_id route,
                                std::uint32_t budget_ms, time_point deadline,
                                meter::method_row* counted, time_point now) {
    const auto index = free_slot();
    auto& slot = slots_[index];
    slot.callback_id.assign(to.callback_id);
    const auto id = make_id(slot.round, index);
    slot.owed = {to, &from, route, budget_ms, id, counted, now};
    slot.owed.to.callback_id = slot.callback_id;
    link(index);
    if (deadline != never) heap_.insert(index, deadline);
    ++used_;
    to.who->use.take(resource::calls);
    if (counted != nullptr) counted->in_flight.add();
    if (to.who->row != nullptr) to.who->row->in_flight.add();
    return id;
}

pending_replies::debt const* pending_replies::find(request_id id, peer const& from) const noexcept {
    const auto index = index_of(id);
    if (index >= slots_.size()) return nullptr;
    auto const& owed = slots_[index].owed;
    return owed.from == &from && owed.id == id ? &owed : nullptr;
}

pending_replies::debt const* pending_replies::find_asked(peer const& by,
                                                         request_id request) const noexcept {
    if (buckets_.empty()) return nullptr;
    for (auto at = buckets_[bucket_of(by, request)]; at != none; at = slots_[at].next) {
        auto const& owed = slots_[at].owed;
        if (owed.to.who == &by && owed.to.request == request) return &owed;
    }
    return nullptr;
}

pending_replies::debt const* pending_replies::take(request_id id, peer const& from) noexcept {
    return find(id, from) != nullptr ? &release(index_of(id)) : nullptr;
}

pending_replies::debt const* pending_replies::take_asked(peer const& by,
                                                         request_id request) noexcept {
    auto const* found = find_asked(by, request);
    return found != nullptr ? &release(index_of(found->id)) : nullptr;
}

call_windows& pending_replies::windows_of(debt const& open) {
    auto& windows = slots_[index_of(open.id)].windows;
    if (!windows) windows = std::make_unique<call_windows>();
    return *windows;
}

pending_replies::debt const& pending_replies::release(std::uint32_t index) noexcept {
    auto& slot = slots_[index];
    FAIRLEAD_ASSERT(slot.owed.from != nullptr);
    unlink(index);
    heap_.remove(index);
    --used_;
    slot.owed.to.who->use.give_back(resource::calls);
    if (auto* counted = slot.owed.counted) counted->in_flight.subtract();
    if (auto* row = slot.owed.to.who->row) row->in_flight.subtract();
    // A copy for the reader: the slot itself is free at once, and free means without provider.
    settled_ = slot.owed;
    slot.owed.from = nullptr;
    slot.windows.reset();
    if (++slot.round == 0) slot.round = 1;
    slot.next = std::exchange(free_, index);
    return settled_;
}

std::uint32_t pending_replies::free_slot() {
    if (free_ == none) {
        if (slots_.size() >= buckets_.size()) grow();
        slots_.emplace_back();
        return static_cast<std::uint32_t>(slots_.size() - 1);
    }
    return std::exchange(free_, slots_[free_].next);
}

std::size_t pending_replies::bucket_of(peer const& who, request_id request) const noexcept {
    auto mixed =
        (raw(request) ^ (std::uint64_t{raw(who.id)} << 40) ^ seed_) * 0x9e37'79b9'7f4a'7c15;
    mixed ^= mixed >> 32;
    mixed *= seed_ | 1;
    return static_cast<std::size_t>(mixed >> 32) & (buckets_.size() - 1);
}

void pending_replies::link(std::uint32_t index) noexcept {
    auto& slot = slots_[index];
    auto& head = buckets_[bucket_of(*slot.owed.to.who, slot.owed.to.request)];
    slot.previous = none;
    slot.next = head;
    if (head != none) slots_[head].previous = index;
    head = index;
}

void pending_replies::unlink(std::uint32_t index) noexcept {
    auto const& slot = slots_[index];
    if (slot.next != none) slots_[slot.next].previous = slot.previous;
    if (slot.previous != none) slots_[slot.previous].next = slot.next;
    else buckets_[bucket_of(*slot.owed.to.who, slot.owed.to.request)] = slot.next;
}

void pending_replies::grow() {
    const auto size = buckets_.empty() ? std::size_t{256} : 2 * buckets_.size();
    slots_.reserve(size);
    buckets_.assign(size, none);
    for (std::uint32_t index = 0; index < slots_.size(); ++index)
        if (auto& slot = slots_[index]; slot.owed.from != nullptr) {
            // Short strings moved with their slots.
            slot.owed.to.callback_id = slot.callback_id;
            link(index);
        }
}

}  // namespace fairlead::broker::routing
