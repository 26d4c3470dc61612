// SPDX-License-Identifier: MIT
//
// item_inbox — credit goes back in halves of the window, so that its source rarely waits.
#include "item_inbox.hpp"

#include "boundary.hpp"

#include <fairlead/wire/limits.hpp>

#include <utility>

namespace fairlead::c_abi {

moment after(std::int64_t patience_ms) {
    if (patience_ms < 0) return std::nullopt;
    return std::chrono::steady_clock::now() + std::chrono::milliseconds{patience_ms};
}

void item_inbox::attach(client::call_line line) {
    const std::lock_guard lock{mutex_};
    line_ = std::move(line);
}

void item_inbox::deliver(client::stream_item const& item) {
    if (item.last)
        return end(item.why != nullptr ? answer{false, {}, *item.why, {}}
                                       : answer{true, "null", {}, {}});
    place arrived{
        {true, std::string{item.json}, {}, {item.attachments.begin(), item.attachments.end()}},
        item.cost};
    const std::lock_guard lock{mutex_};
    if (ended_ || stopped_) return;  // Was on its way.
    items_.push_back(std::move(arrived));
    changed_.notify_one();
}

void item_inbox::end(answer how) {
    const std::lock_guard lock{mutex_};
    if (ended_) return;
    ended_ = std::move(how);
    changed_.notify_all();
}

int item_inbox::take(moment until, answer& to) {
    std::unique_lock lock{mutex_};
    const auto has_news = [this] { return !items_.empty() || ended_; };
    if (!until) changed_.wait(lock, has_news);
    else if (!changed_.wait_until(lock, *until, has_news))
        return fail(FAIRLEAD_TIMEOUT, "nothing came in time");
    if (items_.empty()) {
        to = *ended_;
        return FAIRLEAD_END;
    }
    auto first = std::move(items_.front());
    items_.pop_front();
    taken_ += first.cost;
    std::uint64_t credit = 0;
    if (!ended_ && taken_ >= wire::item_window_bytes / 2) credit = std::exchange(taken_, 0);
    lock.unlock();
    if (credit != 0) line_.credit({which_, credit, false});
    to = std::move(first.item);
    return FAIRLEAD_OK;
}

void item_inbox::stop() {
    std::deque<place> dropped;  // Ends without the lock: it may hold memory of others.
    {
        const std::lock_guard lock{mutex_};
        if (std::exchange(stopped_, true)) return;
        dropped.swap(items_);
        if (ended_) return;
    }
    line_.credit({which_, 0, true});
}

}  // namespace fairlead::c_abi
