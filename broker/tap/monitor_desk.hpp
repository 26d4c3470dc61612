// SPDX-License-Identifier: MIT
//
// monitor_desk — the broker's method fairlead.control.monitor: a stream of what is routed.
#pragma once

#include "broker/tap/stream_desk.hpp"

namespace fairlead::broker::tap {

class monitor_desk final : public stream_desk, public routing::wiretap {
public:
    monitor_desk(boost::asio::io_context& loop, routing::dispatcher& dispatcher, turn_clock& clock,
                 std::function<bool(session_id)> is_tool);
    ~monitor_desk() override;

private:
    struct place {
        std::string_view from, to, name;
    };

    void on_watches_changed() override;
    std::uint64_t missed_by_all() override { return take_missed(); }

    void on_call(routing::asker const& from, routing::peer const& to, route_id route,
                 std::string_view name, routing::heard const& args) override;
    void on_answer(routing::pending_replies::debt const& owed, bool is_error, errc code,
                   routing::heard const& answer) override;
    void on_item(routing::pending_replies::debt const& owed, std::uint32_t stream,
                 routing::heard const& item) override;
    void on_refusal(routing::asker const& to, route_id route, std::string_view said, errc code,
                    std::string_view message) override;
    void on_event(routing::peer const* emitter, std::string_view topic,
                  std::span<const std::byte> data, std::size_t readers) override;

    bool ignores(route_id route, std::string_view name);
    void rest_if_sated();
    void note_with(watch& one, std::string line, routing::heard const& payload);
    std::string line_of(char const* kind, place const& where) const;
};

}  // namespace fairlead::broker::tap
