// SPDX-License-Identifier: MIT
//
// remote_stream — credit goes back in halves of the window, so that its source rarely waits.
#include <fairlead/live/remote_stream.hpp>

#include <fairlead/call_failed.hpp>
#include <fairlead/client/connection.hpp>

#include <utility>

namespace fairlead {

void live::throw_cancelled() {
    throw call_failed{{errc::cancelled, "the caller took the call back", {}}};
}

namespace live {

remote_stream::remote_stream(credit_sender credit, bool opened)
    : credit_{std::move(credit)}, opened_{opened} {}

remote_stream::~remote_stream() { stop(); }

void remote_stream::deliver(client::stream_item const& item) {
    if (item.last) return end(item.why != nullptr ? std::optional{*item.why} : std::nullopt);
    place arrived{{std::string{item.json}, {item.attachments.begin(), item.attachments.end()}},
                  item.cost};
    const std::lock_guard lock{mutex_};
    if (ended_ || stopped_) return;  // Was on its way.
    items_.push_back(std::move(arrived));
    // Under the lock: who is woken takes itself off first, and that waits for us.
    if (auto* who = std::exchange(reader_, nullptr)) who->settle();
    changed_.notify_one();
}

void remote_stream::end(std::optional<client::failure> why) {
    const std::lock_guard lock{mutex_};
    if (ended_) return;
    ended_ = true;
    why_ = std::move(why);
    if (auto* who = std::exchange(reader_, nullptr)) who->settle();
    changed_.notify_one();
}

void remote_stream::open() {
    {
        const std::lock_guard lock{mutex_};
        if (ended_ || std::exchange(opened_, true)) return;
    }
    credit_(wire::item_window_bytes, false);
}

bool remote_stream::has_news() {
    open();
    const std::lock_guard lock{mutex_};
    return is_news_locked();
}

void remote_stream::tell(wake_up* who) {
    const std::lock_guard lock{mutex_};
    reader_ = who;
    if (who != nullptr && is_news_locked()) std::exchange(reader_, nullptr)->settle();
}

std::optional<written> remote_stream::take() {
    std::unique_lock lock{mutex_};
    if (items_.empty()) {
        if (why_) throw call_failed{*why_};
        if (!ended_) throw_cancelled();
        return std::nullopt;
    }
    auto first = std::move(items_.front());
    items_.pop_front();
    taken_ += first.cost;
    std::uint64_t credit = 0;
    if (!ended_ && taken_ >= wire::item_window_bytes / 2) credit = std::exchange(taken_, 0);
    lock.unlock();
    if (credit != 0) credit_(credit, false);
    return std::move(first.what);
}

void remote_stream::wait() {
    if (client::connection::is_loop_thread())
        throw std::logic_error{
            "waiting here would be for ever: this is the connection's thread, which brings the "
            "items; co_await next()"};
    open();
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return is_news_locked(); });
}

void remote_stream::stop() {
    std::deque<place> dropped;  // Ends without the lock: it may hold memory of others.
    {
        const std::lock_guard lock{mutex_};
        if (std::exchange(stopped_, true)) return;
        dropped.swap(items_);
        if (ended_) return;
    }
    credit_(0, true);
}

std::size_t remote_stream::bytes_waiting() const {
    const std::lock_guard lock{mutex_};
    std::size_t sum = 0;
    for (auto const& one : items_) sum += one.cost;
    return sum;
}

}  // namespace live
}  // namespace fairlead
