// SPDX-License-Identifier: MIT
//
// broker_inbox — what the broker sent, until the main thread has its next turn. Bounded in bytes: a
// window that stands still must not fill the memory.
#pragma once

#include <fairlead/client/call_notes.hpp>
#include <fairlead/vocabulary/ids.hpp>

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::host {

struct inbox_item {
    enum class kind {
        callback,
        refused_call,  ///< What the page should have heard of a call that it serves.
        event,
        events_lost,
    };
    kind what{};
    generation page{};             ///< Of a callback and of a refused call.
    std::string topic;             ///< Of an event, or of the first one that was lost.
    std::string text;              ///< Of a refused call its number.
    std::uint64_t lost = 0;        ///< How many events.
    client::callback_time time{};  ///< Of a callback.
};

class broker_inbox {
public:
    explicit broker_inbox(std::size_t bytes_max = 128u << 20) : bytes_max_{bytes_max} {}

    /// Both from any thread. True: it was empty, and somebody must take() soon.
    /// Without room an answer becomes the news that it had none, and so does a call that the page
    /// is to serve; an event is counted.
    bool push_callback(generation page, std::string_view text,
                       client::callback_time const& time = {});
    bool push_event(std::string_view topic, std::string_view data_json);

    std::vector<inbox_item> take();

private:
    bool push(inbox_item item);  // Under the lock.

    const std::size_t bytes_max_;
    std::mutex mutex_;
    std::vector<inbox_item> items_;
    std::size_t bytes_ = 0;
};

}  // namespace fairlead::host
