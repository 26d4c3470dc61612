// SPDX-License-Identifier: MIT
//
// call_lanes — calls that do not run beside each other: in each lane one at a time, in the order in
// which they came, from their beginning to their end (a coroutine's, too). Lanes run side by side,
// on the pool.
#pragma once

#include "client-sdk/src/call_pool.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace fairlead {

/// Whose calls: an object's, or of all objects one caller's.
using lane_key = std::pair<void const*, std::uint64_t>;

class call_lanes {
public:
    /// Kept until the call is over: then the next one may run.
    using ticket = std::shared_ptr<void>;
    using call = std::function<void(ticket)>;

    /// The pool must outlive the last call, but not the last ticket.
    call_lanes(call_pool& pool, std::size_t waiting_max);
    ~call_lanes();

    /// False: too many wait already.
    bool try_run(lane_key lane, request_id request, call what);
    /// Drops the call if it has not begun.
    void cancel(request_id request);
    /// What waits is dropped, and nothing is begun any more.
    void close();

    std::size_t lanes() const;

private:
    struct shared;
    std::shared_ptr<shared> shared_;
};

}  // namespace fairlead
