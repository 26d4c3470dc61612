// SPDX-License-Identifier: MIT
//
// page_gate — what a host brings from its pages, or a page with a session of its own says itself:
// calls, events and what goes along calls as raw text; and the host's news that a page is gone.
#pragma once

#include "broker/routing/answers.hpp"
#include "broker/routing/call_router.hpp"
#include "broker/routing/event_router.hpp"
#include "broker/routing/invoke_text.hpp"
#include "broker/routing/live_text.hpp"
#include "broker/routing/message_page.hpp"

#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace fairlead::broker::routing {

class page_gate {
public:
    /// What a page by messages says as a peer of its own.
    using frame_taker = std::function<void(peer&, wire::frame_view const&, time_point)>;
    /// Such a page is gone, and everything that refers to it is to go with it.
    using end_taker = std::function<void(peer&, time_point)>;

    page_gate(call_router& calls, event_router& events, answers& home, policy::gate const& gate,
              frame_taker say, end_taker end)
        : calls_{calls}, events_{events}, home_{home}, gate_{gate}, say_{std::move(say)},
          end_{std::move(end)} {}

    void on_invoke(peer& speaker, wire::frame_view const& frame, time_point now);
    void on_forget(peer& host, wire::frame_view const& frame, time_point now);
    void on_gone(peer& host, time_point now);

    /// For each page without a channel.
    void limit_pages(accounting::peer_limits const& limits) { limits_ = limits; }

private:
    void on_origin(peer& host, std::string_view said);
    void on_live(peer& host, wire::frame_view const& frame, time_point now);
    void on_live_fault(peer& host, wire::frame_header const& header, live_fault const& fault,
                       time_point now);
    void say_of_asked(peer& host, generation page, live_saying const& said);
    void say_as_page(peer& host, generation page, live_saying const& said, time_point now);
    message_page& page_of(peer& host, generation page);
    void on_fault(asker from, invoke_fault const& fault);

    call_router& calls_;
    event_router& events_;
    answers& home_;
    policy::gate const& gate_;
    frame_taker say_;
    end_taker end_;
    accounting::peer_limits limits_;
    invoke_parser parser_;
    live_parser live_parser_;
    // Those that have offered something.
    std::map<std::pair<peer const*, generation>, std::unique_ptr<message_page>> pages_;
};

}  // namespace fairlead::broker::routing
