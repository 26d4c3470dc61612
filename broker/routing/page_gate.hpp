// SPDX-License-Identifier: MIT
//
// page_gate — what a host brings from its pages, or a page with a session of its own says itself:
// calls and events as raw text; and the host's news that a page is gone.
#pragma once

#include "broker/routing/answers.hpp"
#include "broker/routing/call_router.hpp"
#include "broker/routing/event_router.hpp"
#include "broker/routing/invoke_text.hpp"

namespace fairlead::broker::routing {

class page_gate {
public:
    page_gate(call_router& calls, event_router& events, answers& home)
        : calls_{calls}, events_{events}, home_{home} {}

    void on_invoke(peer& speaker, wire::frame_view const& frame, time_point now);
    void on_forget(peer& host, wire::frame_view const& frame, time_point now);

private:
    void on_fault(asker from, invoke_fault const& fault);

    call_router& calls_;
    event_router& events_;
    answers& home_;
    invoke_parser parser_;
};

}  // namespace fairlead::broker::routing
