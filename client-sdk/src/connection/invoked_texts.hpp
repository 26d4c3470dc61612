// SPDX-License-Identifier: MIT
//
// invoked_texts — calls of a host's pages that go to the broker as the text that the page wrote,
// and the texts that answer them.
#pragma once

#include "call_times.hpp"
#include "frame_outlet.hpp"
#include "handler_slot.hpp"

#include <fairlead/client/connection.hpp>

#include <map>

namespace fairlead::client {

class invoked_texts {
public:
    invoked_texts(frame_outlet& outlet, call_times& times) noexcept
        : outlet_{outlet}, times_{times} {}

    /// False: refused.
    bool invoke(generation page, std::string_view text, bool takes_live);
    void on_callback(wire::frame_view const& frame);
    /// That answer has been given to its page.
    void settled(callback_time const& what);
    /// Nobody wants to know the times of those that are open.
    void forget_times();

    handler_slot<callback_handler> callbacks;

private:
    /// When a timed one began, and when it went out.
    struct moments {
        std::uint64_t begun, sent;
    };

    frame_outlet& outlet_;
    call_times& times_;
    std::map<std::uint64_t, moments> timed_;  // Under the outlet's lock, as the next.
    std::uint64_t last_ = 0;
};

}  // namespace fairlead::client
