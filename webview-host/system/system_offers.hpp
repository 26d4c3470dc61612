// SPDX-License-Identifier: MIT
//
// system_offers — the host as an endpoint: system calls come through the broker like any other, so
// a plugin can make them, too.
#pragma once

#include "webview-host/loop/main_thread.hpp"
#include "webview-host/system/system_calls.hpp"

#include <fairlead/client/connection.hpp>

#include <atomic>

namespace fairlead::host {

class system_offers {
public:
    /// Both are borrowed and outlive the connection that is offered on.
    system_offers(desktop desk, main_thread& thread) : desk_{desk}, thread_{thread} {}
    system_offers(system_offers const&) = delete;
    system_offers& operator=(system_offers const&) = delete;

    /// Offers every system call; they run on the main thread. Ready is the caller's to say.
    void offer_on(client::connection& broker);

private:
    void take(std::string_view name, client::incoming_call call);

    desktop desk_;
    main_thread& thread_;
    std::atomic<int> waiting_{0};  // Posted, not yet begun.
};

}  // namespace fairlead::host
