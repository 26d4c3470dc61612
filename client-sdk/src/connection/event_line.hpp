// SPDX-License-Identifier: MIT
//
// event_line — events out to the broker, and in to whoever listens here. Any thread emits and
// subscribes; handlers run on the loop's.
#pragma once

#include "asked_requests.hpp"

namespace fairlead::client {

class event_line {
public:
    event_line(boost::asio::io_context& loop, frame_outlet& outlet, asked_requests& asked,
               topic_table& topics) noexcept
        : loop_{loop}, outlet_{outlet}, asked_{asked}, topics_{topics} {}

    /// False: dropped.
    bool emit(std::string_view topic, std::string_view data);
    void subscribe(std::string_view topic, event_handler on_event, reply_handler done);
    void unsubscribe(std::string_view topic);

    /// False: it is not what an event looks like.
    bool on_event(wire::frame_view const& frame);

private:
    boost::asio::io_context& loop_;
    frame_outlet& outlet_;
    asked_requests& asked_;
    topic_table& topics_;  // Under the outlet's lock.
};

}  // namespace fairlead::client
