// SPDX-License-Identifier: MIT
//
// trace_desk — the broker's method fairlead.control.trace: a stream of calls, each with the times
// at which it passed by. Peers are told when somebody wants to know, and tell their own times of
// the calls that they are asked about; what they do not tell soon is not waited for.
#pragma once

#include "broker/routing/call_tracer.hpp"
#include "broker/tap/stream_desk.hpp"
#include "broker/tap/trace_book.hpp"

namespace fairlead::broker::tap {

class trace_desk final : public stream_desk, private routing::call_tracer {
public:
    /// To every session that there is.
    using tell_all = std::function<void(wire::frame_header const&)>;

    trace_desk(boost::asio::io_context& loop, routing::dispatcher& dispatcher, turn_clock& clock,
               std::function<bool(session_id)> is_tool, tell_all tell);
    ~trace_desk() override;

private:
    void on_watches_changed() override;

    void on_come(routing::peer& who) override;
    void on_gone(routing::peer const& who) override;
    std::uint32_t on_call(routing::asker const& from, std::string_view name,
                          wire::trace_context const* context) override;
    bool on_forward(std::uint32_t call, routing::peer const& to, request_id given) override;
    void on_answer(std::uint32_t call) override;
    bool on_home(std::uint32_t call, std::optional<errc> failed) override;
    void on_timing(routing::peer const& from, wire::timed_as as, request_id request,
                   wire::call_points const& points) override;

    /// Somebody may see it. Asked once, when it is known who provides it, or that nobody does.
    bool admit(traced_call& one);
    void finish(traced_call const& one);
    void finish_late();
    void expect_soon();

    tell_all tell_;
    bool on_ = false;
    std::uint64_t since_ = 0;  // Peers were told then.
    trace_book book_;
    alarm late_;
    bool late_set_ = false;
};

}  // namespace fairlead::broker::tap
