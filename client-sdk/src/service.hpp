// SPDX-License-Identifier: MIT
//
// service — the calls of a plugin, each to the place where it runs.
#pragma once

#include "call_pool.hpp"
#include "kept_calls.hpp"
#include "live/call_lanes.hpp"
#include "live/open_calls.hpp"

#include <fairlead/client/connection.hpp>
#include <fairlead/method.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace fairlead {

class service {
public:
    explicit service(std::size_t threads);
    /// The connection must have ended: its thread would bring more. What runs is waited for.
    ~service();

    void open(client::connection& broker);

    void on_call(method const& one, client::incoming_call&& arrived);

    /// Other work of the plugin, on the same threads. False: they have too much already.
    bool try_run(std::function<void()> what) {
        return pool_->try_run(no_request, work{[what = std::move(what)] { what(); }});
    }

    /// What goes on that was begun before.
    void run(std::function<void()> what) {
        pool_->run(no_request, work{[what = std::move(what)] { what(); }});
    }

    /// Lets what runs come to its end.
    void finish_until(std::chrono::steady_clock::time_point leave_at);
    /// What runs even so is told that it is not wanted any more. Before the connection goes.
    void close();

private:
    void on_cancel(request_id request);
    void begin_plain(method const& one, client::incoming_call&& arrived);
    void begin_live(method const& one, client::incoming_call&& arrived);

    kept_calls kept_;
    std::shared_ptr<shm::blob_pool> blobs_;
    std::optional<call_pool> pool_;
    call_lanes lanes_;
    std::shared_ptr<open_calls> open_;
};

}  // namespace fairlead
