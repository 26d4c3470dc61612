// SPDX-License-Identifier: MIT
//
// remote_stream — the reader's end of a stream that another process writes: what has arrived and
// was not taken yet, bounded by the window that it opens as it takes.
#pragma once

#include <fairlead/client/call_line.hpp>
#include <fairlead/live/wake_up.hpp>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::live {

/// JSON and what {"$bytes":n} in it means.
struct written {
    std::string json;
    std::vector<bytes> attachments;
};

class remote_stream {
public:
    /// How to say that more may come, or (last) that nothing more is wanted. Called without a lock,
    /// on the reader's thread.
    using credit_sender = std::function<void(std::uint64_t bytes, bool last)>;

    /// `opened`: what its source may send from the beginning, without having been told.
    remote_stream(credit_sender credit, bool opened);
    ~remote_stream();
    remote_stream(remote_stream const&) = delete;
    remote_stream& operator=(remote_stream const&) = delete;

    // -- from the connection's thread -------------------------------------------------------------
    void deliver(client::stream_item const& item);
    void end(std::optional<client::failure> why);

    // -- the reader: one at a time ----------------------------------------------------------------
    /// An item, or the end, is there. Lets the source begin.
    bool has_news();
    /// Settled at the next news, also if they are there already; null: not any more.
    void tell(wake_up* who);
    /// Nothing: the stream has ended. Throws call_failed, also where there are no news.
    std::optional<written> take();
    /// Blocks until there are news. Throws std::logic_error on a connection's thread.
    void wait();
    /// Nothing of it is wanted any more.
    void stop();

    std::size_t bytes_waiting() const;

private:
    bool is_news_locked() const noexcept { return !items_.empty() || ended_; }
    void open();

    struct place {
        written what;
        std::uint64_t cost;
    };
    credit_sender credit_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<place> items_;
    std::uint64_t taken_ = 0;  // Not told to the source yet.
    bool opened_;
    bool ended_ = false;
    bool stopped_ = false;
    std::optional<client::failure> why_;
    wake_up* reader_ = nullptr;
};

}  // namespace fairlead::live
