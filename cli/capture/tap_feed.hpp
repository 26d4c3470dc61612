// SPDX-License-Identifier: MIT
//
// tap_feed — the stream of fairlead.control.monitor, for a loop that also waits for other things.
#pragma once

#include <fairlead/client/connection.hpp>
#include <fairlead/live/remote_stream.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace fairlead::cli::capture {

class tap_feed {
public:
    /// `filter`: its argument, a JSON array. `room`: bytes that may wait for us beside the window
    /// that each stream has.
    tap_feed(client::connection& broker, std::string_view filter, std::uint64_t room);
    ~tap_feed();
    tap_feed(tap_feed const&) = delete;
    tap_feed& operator=(tap_feed const&) = delete;

    /// The broker has begun; or why not. What was routed before it returns is not missed.
    std::optional<client::failure> wait_until_it_looks(std::chrono::milliseconds patience);

    /// What was skipped is told now, and not when there is something to tell besides.
    void ask_what_was_skipped();

    /// Readable when there are news.
    int fd() const noexcept;
    /// What has come, in order; no more afterwards until the next.
    std::optional<live::written> take();
    bool has_ended() const;
    /// Once it has.
    client::failure why() const;

private:
    struct shared;
    client::connection& broker_;
    std::shared_ptr<shared> shared_;  // The handlers may outlive us.
    client::call_id call_{};
    client::call_line line_;
    std::uint64_t taken_ = 0;
};

}  // namespace fairlead::cli::capture
