// SPDX-License-Identifier: MIT
//
// open_calls — the live calls that a plugin has not finished yet: who finds them when something
// comes for one, where their coroutines go on, and who ends them when the plugin ends.
#pragma once

#include "client-sdk/src/call_pool.hpp"

#include <fairlead/client/connection.hpp>
#include <fairlead/live/live_call.hpp>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>

namespace fairlead {

class open_calls : public std::enable_shared_from_this<open_calls> {
public:
    explicit open_calls(std::size_t open_max) : open_max_{open_max} {}

    void open(call_pool& pool, client::connection& broker);

    /// Null: too many are open; the call is left as it is.
    std::shared_ptr<live::live_call> admit(method const& what, client::incoming_call& arrived);
    std::shared_ptr<live::live_call> find(request_id request) const;
    void finished(request_id request) noexcept;

    /// On the pool, or on the connection's thread.
    void run_soon(bool on_loop, std::function<void()> what);
    void run_after(std::chrono::milliseconds delay, std::function<void()> what);

    /// All are told that they are not wanted; nothing is admitted any more.
    void stop_all();
    /// False: it took longer.
    bool wait_empty(std::chrono::milliseconds patience);
    /// Pool and connection are about to go; what does not run now never does.
    void leave_threads();
    /// When nothing runs any more: the frames go.
    void destroy_all();

    std::size_t size() const;

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    call_pool* pool_ = nullptr;  // Null before open() and behind leave_threads().
    client::connection* broker_ = nullptr;
    std::size_t open_max_;
    bool stopped_ = false;
    std::map<request_id, std::shared_ptr<live::live_call>> all_;
};

}  // namespace fairlead
