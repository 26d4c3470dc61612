// SPDX-License-Identifier: MIT
//
// request_book — the requests that the program has in hand: who of them is no longer wanted.
#pragma once

#include <fairlead/vocabulary/ids.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <unordered_map>

namespace fairlead::c_abi {

class request_book {
public:
    void enter(request_id request);
    void leave(request_id request);
    void cancel(request_id request);
    void cancel_all();
    bool is_cancelled(request_id request) const;
    /// False: that long it was not cancelled.
    bool wait_cancelled(request_id request, std::chrono::milliseconds patience) const;

private:
    bool look_up(request_id request) const;

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::unordered_map<std::uint64_t, bool> cancelled_;
    bool all_ = false;
};

}  // namespace fairlead::c_abi
