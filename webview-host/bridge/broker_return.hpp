// SPDX-License-Identifier: MIT
//
// broker_return — waits for another broker when ours has gone, beside the main thread: greeting one
// that hangs takes its time.
#pragma once

#include "webview-host/loop/main_thread.hpp"

#include <fairlead/client/connection.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace fairlead::host {

class broker_return {
public:
    /// Nothing: there was none in time.
    using handler = std::function<void(std::unique_ptr<client::connection>)>;

    /// As whom to come back. `thread` is borrowed.
    broker_return(client::connect_options as, main_thread& thread);

    /// `came` runs on the main thread, once. One wait at a time: a second takes the first one's
    /// place. Main thread only.
    void wait_for_it(std::chrono::milliseconds patience, handler came);

private:
    client::connect_options as_;
    main_thread& thread_;
    std::jthread waiting_;  // Its end stops it; it may take as long as one greeting.
};

}  // namespace fairlead::host
