// SPDX-License-Identifier: MIT
//
// item_outlet — a window for each stream of one call.
#include "item_outlet.hpp"

#include "boundary.hpp"
#include "json_text.hpp"

#include <fairlead/wire/limits.hpp>

namespace fairlead::c_abi {

item_outlet::place& item_outlet::at(wire::stream_id which) {
    const std::int64_t begins = which == wire::result_stream ? wire::item_window_bytes : 0;
    return places_.try_emplace(which, place{wire::stream_window{begins}}).first->second;
}

void item_outlet::open(client::stream_credit const& more) {
    const std::lock_guard lock{mutex_};
    auto& one = at(more.stream);
    one.window.open(more.bytes);
    one.closed |= more.last;
    changed_.notify_all();
}

void item_outlet::end() {
    const std::lock_guard lock{mutex_};
    ended_ = true;
    changed_.notify_all();
}

int item_outlet::write(client::call_line const& line, wire::stream_id which, written const& item,
                       moment until) {
    std::unique_lock lock{mutex_};
    auto& one = at(which);
    const auto may_go_on = [&] { return ended_ || one.closed || one.window.is_open(); };
    if (!until) changed_.wait(lock, may_go_on);
    else if (!changed_.wait_until(lock, *until, may_go_on))
        return fail(FAIRLEAD_TIMEOUT, "nobody has read in time");
    if (ended_ || one.closed) return fail(FAIRLEAD_CANCELLED, "nobody reads this any more");
    // Under the lock: two who write at once may not both find the same room.
    const bool plain = item.reader_takes_binary || item.attachments.empty();
    const auto cost = plain
                          ? line.item(which, item.json, item.attachments, item.reader_takes_binary)
                          : line.item(which, with_base64(item.json, item.attachments), {}, false);
    if (!cost) return fail(FAIRLEAD_TOO_LARGE, "the item is too large, or the broker has gone");
    one.window.spend(*cost);
    return FAIRLEAD_OK;
}

}  // namespace fairlead::c_abi
