// SPDX-License-Identifier: MIT
//
// item_inbox — the reader's end of a stream: what has come and was not taken yet, bounded by the
// window that it opens as it gives.
#pragma once

#include <fairlead/client/call_line.hpp>
#include <fairlead/client/connection.hpp>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace fairlead::c_abi {

using moment = std::optional<std::chrono::steady_clock::time_point>;  ///< Nothing: never.

/// As the functions take it: below 0 has no end.
moment after(std::int64_t patience_ms);

class item_inbox {
public:
    using answer = client::connection::answer;

    item_inbox(client::call_line line, wire::stream_id which) noexcept
        : line_{std::move(line)}, which_{which} {}
    /// Of a call that is just being made: before anybody reads.
    void attach(client::call_line line);

    // -- from the connection's thread -------------------------------------------------------------
    void deliver(client::stream_item const& item);
    void end(answer how);

    // -- the reader -------------------------------------------------------------------------------
    /// FAIRLEAD_OK: an item; FAIRLEAD_END: how it ended, again and again; FAIRLEAD_TIMEOUT.
    int take(moment until, answer& to);
    /// Nothing more is wanted.
    void stop();

private:
    struct place {
        answer item;
        std::uint64_t cost;
    };
    client::call_line line_;
    wire::stream_id which_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<place> items_;
    std::uint64_t taken_ = 0;  // Not told to the source yet.
    std::optional<answer> ended_;
    bool stopped_ = false;
};

}  // namespace fairlead::c_abi
