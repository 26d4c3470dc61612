// SPDX-License-Identifier: MIT
//
// system_offers — the host as an endpoint: system calls come through the broker like any other, so
// a plugin can make them, too.
#pragma once

#include "webview-host/loop/main_thread.hpp"
#include "webview-host/window/window_frame.hpp"

#include <fairlead/client/connection.hpp>

#include <atomic>

namespace fairlead::host {

class system_offers {
public:
    /// Both are borrowed and outlive the connection that is offered on.
    system_offers(window_frame& frame, main_thread& thread) : frame_{frame}, thread_{thread} {}
    system_offers(system_offers const&) = delete;
    system_offers& operator=(system_offers const&) = delete;

    /// Offers every system call; they run on the main thread. Ready is the caller's to say.
    void offer_on(client::connection& broker);

private:
    void take(std::string_view name, client::incoming_call call);

    window_frame& frame_;
    main_thread& thread_;
    std::atomic<int> waiting_{0};  // Posted, not yet begun.
};

}  // namespace fairlead::host
