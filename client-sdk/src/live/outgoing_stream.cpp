// SPDX-License-Identifier: MIT
//
// outgoing_stream — a window, and who waits for it.
#include <fairlead/live/outgoing_stream.hpp>

#include <fairlead/call_failed.hpp>

#include <utility>

namespace fairlead::live {

outgoing_stream::outgoing_stream(client::call_line line, wire::stream_id which,
                                 std::uint64_t window, bool reader_takes_binary)
    : line_{std::move(line)}, which_{which}, binary_{reader_takes_binary},
      window_{static_cast<std::int64_t>(window)} {}

void outgoing_stream::open(std::uint64_t bytes) {
    const std::lock_guard lock{mutex_};
    window_.open(bytes);
    // Under the lock: who is woken takes itself off first, and that waits for us.
    if (window_.is_open() && writer_ != nullptr) std::exchange(writer_, nullptr)->settle();
}

void outgoing_stream::send(written const& item) {
    const auto cost = line_.item(which_, item.json, item.attachments, binary_);
    if (!cost)
        throw call_failed{
            {errc::overloaded,
             "an item is above the limit of a message, or the broker does not take it",
             {}}};
    const std::lock_guard lock{mutex_};
    window_.spend(*cost);
}

bool outgoing_stream::is_open() const {
    const std::lock_guard lock{mutex_};
    return window_.is_open();
}

void outgoing_stream::tell(wake_up* who) {
    const std::lock_guard lock{mutex_};
    writer_ = who;
    if (who != nullptr && window_.is_open()) std::exchange(writer_, nullptr)->settle();
}

}  // namespace fairlead::live
