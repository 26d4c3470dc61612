// SPDX-License-Identifier: MIT
//
// monitor_desk — the broker's method fairlead.control.monitor: a stream of what is routed. Its
// watchers never hold anything up: what they are to see is noted while a frame is routed, and sent
// when the turn is over; beyond so many in a second, or what their window has no room for, is
// counted, and they are told how much that was. Only tools may.
//
// Without watchers nobody listens at the dispatcher.
#pragma once

#include "broker/loop/alarm.hpp"
#include "broker/loop/turn_clock.hpp"
#include "broker/routing/dispatcher.hpp"
#include "broker/tap/watch_filter.hpp"

#include <fairlead/wire/streams.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace fairlead::broker::tap {

class monitor_desk final : public routing::frame_sink, private routing::wiretap {
public:
    /// `is_tool` is asked about the number of a session.
    monitor_desk(boost::asio::io_context& loop, routing::dispatcher& dispatcher, turn_clock& clock,
                 std::function<bool(session_id)> is_tool);
    ~monitor_desk() override;

    routing::push_result try_push(wire::frame_header const& header, pieces payload) override;
    void cut(errc, std::string) override {}
    std::string backlog() const override { return "nothing waits for it"; }

    /// A turn is over: what was noted in it goes out. False: there was nothing.
    bool send_notes();

private:
    struct watch {
        request_id request;
        session_id by;
        watch_filter filter;
        wire::stream_window window{wire::item_window_bytes};
        double tokens = 0;
        routing::time_point tokens_at{};
        std::uint64_t skipped = 0;
        std::vector<std::string> notes{};  // Of this turn.
    };
    struct place {
        std::string_view from, to, name;
    };

    void on_call(routing::asker const& from, routing::peer const& to, std::string_view name,
                 std::span<const std::byte> args) override;
    void on_answer(routing::pending_replies::debt const& owed, bool is_error, errc code,
                   std::span<const std::byte> payload) override;
    void on_refusal(routing::asker const& to, route_id route, std::string_view said, errc code,
                    std::string_view message) override;
    void on_event(routing::peer const* emitter, std::string_view topic,
                  std::span<const std::byte> data, std::size_t readers) override;

    void begin(wire::frame_header const& header, std::string_view args);
    void end(request_id request);
    void refuse(request_id request, errc code, std::string_view why);
    bool may_note(watch& one);
    void tell_skipped();
    void tell_skipped_soon();
    void open_window(request_id request, std::uint64_t bytes);
    void send(watch& one);
    bool send_item(watch& one, std::string_view json);
    std::string line_of(char const* kind, place const& where) const;
    std::string_view name_of(route_id route) const;

    routing::dispatcher& dispatcher_;
    turn_clock& clock_;
    std::function<bool(session_id)> is_tool_;
    routing::peer self_;
    std::vector<watch> watches_;
    alarm late_;  // Something was skipped, and perhaps nothing follows that would tell.
    bool late_set_ = false;
};

}  // namespace fairlead::broker::tap
