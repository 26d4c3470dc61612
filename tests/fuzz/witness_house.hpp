// SPDX-License-Identifier: MIT
//
// witness_house — a dispatcher with witnesses around it that come and go, a clock, and what must be
// true whenever a turn is over.
#pragma once

#include "tests/fuzz/witness.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::fuzz {

/// The broker as its own peer: answers before the call to it has returned.
class own_methods final : public routing::frame_sink {
public:
    explicit own_methods(routing::dispatcher& to) : dispatcher_{to} {
        dispatcher_.offer_own(self_, "fairlead.list", 0);
        dispatcher_.offer_own(self_, "fairlead.methods", 1);
    }
    routing::push_result try_push(wire::frame_header const& header, pieces) override {
        if (header.kind != frame_kind::call) return routing::push_result::accepted;
        wire::frame_header answer;
        answer.kind = frame_kind::result;
        answer.request = header.request;
        answer.payload_bytes = 2;
        dispatcher_.on_frame(self_, {answer, wire::as_bytes("[]")}, {});
        return routing::push_result::accepted;
    }
    void cut(errc, std::string) override { FAIRLEAD_ASSERT(!"the broker keeps its own rules"); }
    std::string backlog() const override { return "nothing"; }

    routing::peer const& self() const noexcept { return self_; }

private:
    routing::dispatcher& dispatcher_;
    routing::peer self_{.sink = *this, .name = "broker", .ready = true};
};

class witness_house {
public:
    static constexpr std::size_t seats = 8;
    static constexpr std::size_t host = 3, page = 4;
    static constexpr std::size_t parked_max = 6;
    static constexpr std::array plugin_names{"alpha", "beta", "gamma"};

    witness_house() = default;
    witness_house(witness_house const&) = delete;
    witness_house& operator=(witness_house const&) = delete;

    /// Null if nobody sits there, or only somebody who is about to be taken away.
    witness* at(std::size_t seat) noexcept {
        auto* one = seats_[seat].get();
        return one != nullptr && !one->is_cut ? one : nullptr;
    }

    void come(std::size_t seat, std::uint64_t document) {
        if (seats_[seat]) return;
        struct place {
            wire::peer_role role;
            char const* name;
        };
        using wire::peer_role;
        static constexpr std::array<place, seats> places{{{peer_role::plugin, "alpha"},
                                                          {peer_role::plugin, "beta"},
                                                          {peer_role::tool, "cli"},
                                                          {peer_role::host, "window"},
                                                          {peer_role::page, "window#"},
                                                          {peer_role::tool, "ear"},
                                                          {peer_role::plugin, "alpha"},
                                                          {peer_role::host, "second"}}};
        auto const& [role, name] = places[seat];
        routing::page_papers papers;
        if (role == peer_role::page) {
            if (at(host) == nullptr) return;
            papers = {at(host)->self.id, generation{document}, "wails://wails"};
        }
        auto one = std::make_unique<witness>(ledger, role, name, ++last_id_, papers);
        if (acting(name) != nullptr) one->self.part = routing::peer_part::understudy;
        seats_[seat] = std::move(one);
    }

    void leave(std::size_t seat) {
        if (seats_[seat]) seats_[seat]->is_cut = true;
    }

    /// A new build is ready.
    void take_over() {
        for (auto const& one : seats_)
            if (one && !one->is_cut && one->self.part == routing::peer_part::understudy) {
                auto* before = acting(one->self.name);
                return dispatcher.take_over(before != nullptr ? &before->self : nullptr, one->self,
                                            now);
            }
    }

    void say(witness& who, wire::frame_header header, std::string_view payload) {
        // In a block of its size: whoever reads too far is found.
        const std::vector<std::byte> exact{wire::as_bytes(payload).begin(),
                                           wire::as_bytes(payload).end()};
        header.payload_bytes = static_cast<std::uint32_t>(exact.size());
        dispatcher.on_frame(who.self, {header, exact}, now);
        who.optional.clear();
    }

    /// A text of that page, passed on by its host.
    void say_text(witness& by, std::uint64_t document, std::string_view text) {
        say(by, {.kind = frame_kind::invoke, .request = request_id{7}, .aux = document}, text);
    }

    void pass(std::chrono::milliseconds time) {
        now += time;
        dispatcher.expire(now);
        FAIRLEAD_ASSERT(dispatcher.next_deadline() > now);
    }

    /// Takes away who was cut or has left, as the broker does when its turn is over.
    void finish_turn() {
        for (bool again = true; again;) {
            again = false;
            for (auto& seat : seats_) {
                if (!seat) continue;
                const auto papers = seat->self.papers.host;
                if (papers != session_id{} &&
                    (!seats_[host] || seats_[host]->is_cut || seats_[host]->self.id != papers))
                    seat->is_cut = true;
                if (!seat->is_cut) continue;
                dispatcher.on_gone(seat->self, now);
                seat.reset();
                again = true;
            }
        }
        check();
    }

    /// Everybody goes, the last one last; nothing of them may stay.
    void close(std::size_t last) {
        for (std::size_t seat = 0; seat < seats; ++seat)
            if (seat != last) leave(seat);
        finish_turn();
        for (auto const* name : plugin_names)
            dispatcher.on_plugin(name, routing::outlook::gone, now);
        pass(std::chrono::hours{24});
        finish_turn();
        if (auto const* one = at(last)) {
            FAIRLEAD_ASSERT(!one->is_paused);
            if (one->self.role == wire::peer_role::tool && !one->is_loose) {
                FAIRLEAD_ASSERT(one->owed() == 0);
                FAIRLEAD_ASSERT(one->blobs_in_use() == 0 || !one->was_read);
            }
        }
        leave(last);
        finish_turn();
        FAIRLEAD_ASSERT(dispatcher.calls().in_flight() == 0);
        FAIRLEAD_ASSERT(dispatcher.calls().parked() == 0);
        FAIRLEAD_ASSERT(dispatcher.next_deadline() == routing::never);
        // Each blob's descriptor is closed: the first free number is what it was.
        FAIRLEAD_ASSERT(first_free_fd() == free_fd_);
    }

    static unique_fd some_memory() { return unique_fd{::open("/dev/null", O_RDONLY | O_CLOEXEC)}; }

    promise_ledger ledger;
    broker::telemetry::counters counters;
    routing::time_point now{std::chrono::hours{1}};
    routing::dispatcher dispatcher{
        counters,
        {.calls_max = parked_max, .bytes_max = 4'096},
        routing::delivery_rules{{{"block/*", broker::config::delivery::block},
                                 {"latest/*", broker::config::delivery::keep_latest},
                                 {"cut/*", broker::config::delivery::cut}}}};

private:
    witness* acting(std::string_view name) noexcept {
        for (auto const& one : seats_)
            if (one && one->self.name == name && one->self.role == wire::peer_role::plugin &&
                one->self.part == routing::peer_part::acting)
                return one.get();
        return nullptr;
    }

    void check() const {
        std::size_t in_flight = 0;
        std::map<routing::peer const*, std::uint32_t> offers;
        for (auto const& one : seats_) {
            if (!one) continue;
            in_flight += one->self.use.used(routing::resource::calls);
            offers[&one->self] = 0;
            // What it waits for is what the broker has noted for it: none twice, none forgotten.
            FAIRLEAD_ASSERT(one->is_loose ||
                            one->owed() == one->self.use.used(routing::resource::calls));
        }
        FAIRLEAD_ASSERT(in_flight == dispatcher.calls().in_flight() + dispatcher.calls().parked());
        FAIRLEAD_ASSERT(dispatcher.calls().parked() <= parked_max);
        dispatcher.routes().for_each([&](route_id, routing::provider const& to) {
            if (to.who == &own_.self() || to.who->by_messages) return;
            FAIRLEAD_ASSERT(offers.contains(to.who));
            ++offers[to.who];
        });
        for (auto const& one : seats_)
            if (one && one->self.part == routing::peer_part::acting)
                FAIRLEAD_ASSERT(offers[&one->self] ==
                                one->self.use.used(routing::resource::offers));
        FAIRLEAD_ASSERT(counters.results <= counters.calls);
        FAIRLEAD_ASSERT(counters.timeouts + counters.orphans <= counters.errors);
    }

    static int first_free_fd() {
        const unique_fd probe{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
        return probe.get();
    }

    int free_fd_ = first_free_fd();
    std::uint32_t last_id_ = 1;
    own_methods own_{dispatcher};
    std::array<std::unique_ptr<witness>, seats> seats_;
};

}  // namespace fairlead::fuzz
