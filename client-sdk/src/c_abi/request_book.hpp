// SPDX-License-Identifier: MIT
//
// request_book — what comes for the requests that the program has in hand: that they are no longer
// wanted, items of their arguments, room for their results.
#pragma once

#include "item_outlet.hpp"

#include <fairlead/vocabulary/ids.hpp>

#include <memory>
#include <unordered_map>

namespace fairlead::c_abi {

/// One request, from its arrival to its answer.
class request_state {
public:
    bool is_cancelled() const;
    /// False: until then it was not cancelled.
    bool wait_cancelled(moment until) const;

    // -- from the connection's thread -------------------------------------------------------------
    void cancel();
    void deliver(client::stream_item const& item);

    /// Null: that one is read already.
    std::shared_ptr<item_inbox> inbox(client::call_line line, wire::stream_id which);
    item_outlet outlet;

private:
    static item_inbox::answer cancelled();

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    bool cancelled_ = false;
    std::map<wire::stream_id, std::shared_ptr<item_inbox>> inboxes_;
};

class request_book {
public:
    std::shared_ptr<request_state> enter(request_id request);
    void leave(request_id request);
    /// Null: it is answered.
    std::shared_ptr<request_state> find(request_id request) const;
    void cancel_all();

private:
    mutable std::mutex mutex_;
    std::unordered_map<std::uint64_t, std::shared_ptr<request_state>> states_;
};

}  // namespace fairlead::c_abi
