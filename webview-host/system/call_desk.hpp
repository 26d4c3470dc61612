// SPDX-License-Identifier: MIT
//
// call_desk — calls from the broker that the main thread answers, at once or much later, as when a
// person decides. One that its caller takes back, or whose caller goes, is told of.
#pragma once

#include "webview-host/loop/main_thread.hpp"

#include <fairlead/client/connection.hpp>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace fairlead::host {

/// A call that is open. Copies speak of the same one; the first answer counts. Main thread only.
class desk_call {
public:
    std::string const& args() const noexcept;  ///< A JSON array.
    void result(std::string_view json) const;
    void error(errc code, std::string_view message) const;
    /// Nobody wants the answer any more. Not after an answer.
    void when_taken_back(std::function<void()> handler) const;

private:
    friend class call_desk;
    struct state;
    explicit desk_call(std::shared_ptr<state> from) noexcept : state_{std::move(from)} {}
    std::shared_ptr<state> state_;
};

class call_desk {
public:
    using handler = std::function<void(desk_call const&)>;

    /// The thread outlives the connection that is offered on.
    explicit call_desk(main_thread& thread) : thread_{thread} {}
    call_desk(call_desk const&) = delete;
    call_desk& operator=(call_desk const&) = delete;

    /// `on_call` runs on the main thread. What it throws of json::bad_value is the caller's fault.
    void offer(client::connection& broker, std::string name, handler on_call);
    /// Once for a connection.
    void hear_cancels(client::connection& broker);
    /// The connection has ended: nobody wants any of the answers. Main thread only.
    void take_all_back();

private:
    friend struct desk_call::state;
    void take(std::shared_ptr<handler const> const& on_call, client::incoming_call call);
    void take_back(request_id request);

    main_thread& thread_;
    // Shared: what was posted and never ran may outlive us.
    std::shared_ptr<std::atomic<int>> open_count_ = std::make_shared<std::atomic<int>>(0);
    std::map<request_id, std::weak_ptr<desk_call::state>> open_;  // Main thread only.
};

}  // namespace fairlead::host
