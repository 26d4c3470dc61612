// SPDX-License-Identifier: MIT
//
// session_table — all sessions. At the end of each turn it flushes what was written to them (one
// doorbell for a batch) and takes away those that have ended.
#pragma once

#include "broker/routing/dispatcher.hpp"
#include "broker/session/session.hpp"
#include "broker/telemetry/counters.hpp"

#include <fairlead/io/pump.hpp>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace fairlead::broker::session {

class session_table final : public session_observer {
public:
    session_table(boost::asio::io_context& loop, io::pump& pump, turn_clock& clock,
                  routing::dispatcher& dispatcher, telemetry::counters& counters)
        : loop_{loop}, pump_{pump}, clock_{clock}, dispatcher_{dispatcher}, counters_{counters} {}

    session_id next_id() noexcept { return static_cast<session_id>(++last_id_); }
    session& add(admitted_peer who);

    /// What a peer of that role and name may use.
    void limit_by(
        std::function<accounting::peer_limits(wire::peer_role, std::string_view)> limits) {
        limits_ = std::move(limits);
    }

    /// Told when a session has ended, after routing has forgotten it and before it is destroyed.
    void when_ended(std::function<void(session const&)> tell) { on_ended_ = std::move(tell); }

    /// Told when a host wants a channel for one of its pages.
    void when_page_wanted(std::function<void(session& host, wire::page_request const&)> tell) {
        on_page_wanted_ = std::move(tell);
    }

    /// Until nothing is left to flush and nobody to take away.
    void finish_turn();

    void dismiss_all(std::string const& reason);

    /// Null if there is none.
    session* find(session_id id) noexcept {
        const auto at = sessions_.find(id);
        return at != sessions_.end() ? at->second.get() : nullptr;
    }
    session* find_plugin(std::string_view name) noexcept;
    std::size_t size() const noexcept { return sessions_.size(); }
    void for_each(std::function<void(session&)> const& visit);

    // session_observer
    bool on_blob(session& from, wire::blob_offer const& offer, unique_fd fd) override {
        return dispatcher_.on_blob(from.peer(), offer, std::move(fd));
    }
    bool on_page_request(session& from, wire::page_request const& wanted) override;
    void on_frame(session& from, wire::frame_view const& frame) override {
        dispatcher_.on_frame(from.peer(), frame, clock_.now());
    }
    void on_unflushed(session& one) override { unflushed_.push_back(&one); }
    void on_caught_up(session& one) override { dispatcher_.on_caught_up(one.peer()); }
    void on_marked(session& one) override {
        marked_.push_back(&one);
        dispatcher_.on_leaving(one.peer());
    }
    void on_fault(session& one, std::string_view what, std::string_view sample) override;

private:
    void flush(session& one);
    void take_away(session& one);

    boost::asio::io_context& loop_;
    io::pump& pump_;
    turn_clock& clock_;
    routing::dispatcher& dispatcher_;
    telemetry::counters& counters_;
    std::function<accounting::peer_limits(wire::peer_role, std::string_view)> limits_;
    std::function<void(session const&)> on_ended_;
    std::function<void(session&, wire::page_request const&)> on_page_wanted_;
    std::map<session_id, std::unique_ptr<session>> sessions_;
    std::vector<session*> unflushed_;
    std::vector<session*> marked_;
    std::uint32_t last_id_ = 0;
};

}  // namespace fairlead::broker::session
