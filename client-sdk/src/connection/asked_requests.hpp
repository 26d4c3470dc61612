// SPDX-License-Identifier: MIT
//
// asked_requests — what this peer has asked of the broker and is owed the answer to: calls, offers,
// subscriptions; and the routes that answers have taught it.
//
// Any thread asks; answers and what comes ahead of them are handled on the loop's.
#pragma once

#include "arrived_payload.hpp"
#include "call_times.hpp"
#include "frame_outlet.hpp"
#include "topic_table.hpp"

#include <fairlead/client/connection.hpp>
#include <fairlead/vocabulary/slot_map.hpp>

#include <boost/asio/io_context.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace fairlead::client {

/// What those hear who asked when there was no connection any more.
inline constexpr std::string_view gone_text = "the connection to the broker has ended";

class asked_requests {
public:
    asked_requests(boost::asio::io_context& loop, frame_outlet& outlet, arrived_payload& arrived,
                   call_times& times, topic_table& topics) noexcept
        : loop_{loop}, outlet_{outlet}, arrived_{arrived}, times_{times}, topics_{topics} {}

    /// `on_reply` runs once, whatever happens. The header's kind says what is asked.
    std::uint64_t ask(wire::frame_header& header, outgoing const& payload, reply_handler&& on_reply,
                      std::unique_ptr<live_handlers> live = {});
    call_id call(std::string_view method, std::string_view args, call_options options,
                 reply_handler on_reply, std::span<const bytes> attachments,
                 std::unique_ptr<live_handlers> live = {});
    void cancel(call_id id);

    void on_answer(wire::frame_view const& frame);
    void on_item(request_id request, stream_item const& item);
    void on_credit(request_id request, stream_credit const& more);
    void on_progress(wire::frame_view const& frame);

    /// All that are owed an answer, which none of them will get. Under the outlet's lock.
    std::vector<reply_handler> take_all();

private:
    struct question {
        wire::frame_kind kind;  // call, subscribe or offer.
        std::string name;       // To learn its route from the answer; empty when known.
        reply_handler on_reply;
        std::unique_ptr<live_handlers> live;  // On the loop's thread as long as the call is open.
        std::uint64_t begun = 0, sent = 0;    // Of a call that is timed.
    };

    void learn(question const& from, route_id route);
    void settle_soon(std::uint64_t id, failure why);
    live_handlers const* live_of(request_id request);  // Null: that call lives not, or no more.

    boost::asio::io_context& loop_;
    frame_outlet& outlet_;
    arrived_payload& arrived_;
    call_times& times_;
    topic_table& topics_;  // Under the outlet's lock, as the next two.
    slot_map<question> open_;
    std::map<std::string, route_id, std::less<>> routes_;
};

}  // namespace fairlead::client
