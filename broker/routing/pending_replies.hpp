// SPDX-License-Identifier: MIT
//
// pending_replies — who is owed the answer to a request in flight. The place of the first promise:
// every call settles exactly once. An entry leaves when it is settled, by whatever comes first, and
// its id never means another entry again.
//
// No allocation in the steady state: slots, index and heap are reused.
#pragma once

#include "broker/routing/call_windows.hpp"
#include "broker/routing/deadline_heap.hpp"
#include "broker/routing/peer.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::routing {

/// Who asks, and in which form the answer goes home.
struct asker {
    peer* who = nullptr;
    request_id request = no_request;  ///< The asker's own number.
    bool is_page = false;             ///< Owed a callback text, not a result frame.
    generation page{};                ///< Of a page: its document.
    request_id invoked = no_request;  ///< Of a page: its callback's frame has this number.
    std::string_view callback_id{};   ///< Of a page; borrowed.
    bool takes_binary = false;        ///< Its answer may have attachments.
    bool takes_progress = false;
    bool takes_items = false;   ///< Its answer may come as a stream.
    bool times_itself = false;  ///< It knows when its call began, and can be asked.
    std::uint32_t trace = 0;    ///< Names the call to the call_tracer; 0: it is not traced.
};

/// Of an asker: the number of its own frame.
inline request_id frame_number(asker const& of) noexcept {
    return of.is_page ? of.invoked : of.request;
}

/// Who asks, as offerers are told it: one number for all calls of a peer, or of one document in
/// whichever way it calls; no other has it while this broker lives.
inline std::uint64_t caller_number(asker const& from) noexcept {
    const bool by_host = from.is_page && from.who->role == wire::peer_role::host;
    const auto page = by_host ? from.page : from.who->papers.page;
    if (!by_host && from.who->role != wire::peer_role::page) return raw(from.who->id);
    const auto host = by_host ? from.who->id : from.who->papers.host;
    return std::uint64_t{raw(host)} << 32 | (raw(page) & 0xffff'ffff);
}

/// A page without a channel: its host passes on texts.
inline bool hears_texts(asker const& who) noexcept {
    return who.is_page && who.who->role == wire::peer_role::host;
}

class pending_replies {
public:
    /// `seed` keeps callers from choosing request numbers that fall into one bucket.
    explicit pending_replies(std::uint64_t seed = 0x9e37'79b9'7f4a'7c15) noexcept : seed_{seed} {}

    struct debt {
        asker to;
        peer* from = nullptr;  ///< The provider that owes.
        route_id route = no_route;
        std::uint32_t budget_ms = 0;  ///< The patience the caller began with; 0 = no deadline.
        request_id id = no_request;   ///< The number that the provider knows.
        meter::method_row* counted = nullptr;
        time_point since{};  ///< Of a call that is counted: when it went to its provider.
    };

    /// The number to give to the provider. Counts as one of the asker's calls in flight.
    request_id add(asker const& to, peer& from, route_id route, std::uint32_t budget_ms,
                   time_point deadline, meter::method_row* counted = nullptr, time_point now = {});

    /// Settles: the entry is out. Null if `id` is not owed (any more) by `from`. What it points to
    /// stays readable until the next entry comes or goes.
    debt const* take(request_id id, peer const& from) noexcept;

    /// The asker takes its own request back.
    debt const* take_asked(peer const& by, request_id request) noexcept;

    /// Looks, and settles nothing. Null as above; valid until the next entry comes or goes.
    debt const* find(request_id id, peer const& from) const noexcept;
    debt const* find_asked(peer const& by, request_id request) const noexcept;

    /// Of an open entry; made when the call's first stream needs them.
    call_windows& windows_of(debt const& open);

    /// All that are due.
    template <class Settle>
    void expire(time_point now, Settle&& settle) {
        while (heap_.first_due() <= now) settle(release(heap_.first()));
    }

    /// All that `from` will never answer.
    template <class Settle>
    void orphans_of(peer const& from, Settle&& settle) {
        release_if([&](debt const& one) { return one.from == &from; }, settle);
    }
    /// All that nobody waits for any more, because the asker is gone …
    template <class Settle>
    void of_caller(peer const& who, Settle&& settle) {
        release_if([&](debt const& one) { return one.to.who == &who; }, settle);
    }
    /// … or that page of it.
    template <class Settle>
    void of_generation(peer const& who, generation page, Settle&& settle) {
        release_if(
            [&](debt const& one) {
                return one.to.who == &who && one.to.is_page && one.to.page == page;
            },
            settle);
    }

    template <class Visit>
    void for_each(Visit&& visit) const {
        for (auto const& slot : slots_)
            if (slot.owed.from != nullptr) visit(slot.owed);
    }

    time_point next_deadline() const noexcept { return heap_.first_due(); }
    std::size_t size() const noexcept { return used_; }

private:
    static constexpr std::uint32_t none = 0xffff'ffff;
    struct place {
        debt owed;                // owed.from is null in a free slot.
        std::string callback_id;  // What owed.to.callback_id points to; keeps its capacity.
        std::unique_ptr<call_windows> windows;  // Of a call that lives; most have none.
        std::uint32_t round = 1;                // Part of the id: a late reply meets another round.
        std::uint32_t next = none;              // Free list, or the chain of its bucket.
        std::uint32_t previous = none;
    };

    template <class Wanted, class Settle>
    void release_if(Wanted&& wanted, Settle&& settle) {
        for (std::uint32_t index = 0; index < slots_.size(); ++index)
            if (auto const& owed = slots_[index].owed; owed.from != nullptr && wanted(owed))
                settle(release(index));
    }
    debt const& release(std::uint32_t index) noexcept;
    std::uint32_t free_slot();
    std::size_t bucket_of(peer const& who, request_id request) const noexcept;
    void link(std::uint32_t index) noexcept;
    void unlink(std::uint32_t index) noexcept;
    void grow();

    std::uint64_t seed_;
    std::vector<place> slots_;
    std::vector<std::uint32_t> buckets_;  // (asker, its request) → chain of slots.
    std::uint32_t free_ = none;
    std::size_t used_ = 0;
    deadline_heap heap_;
    debt settled_;  // The one that left last.
};

}  // namespace fairlead::broker::routing
