// SPDX-License-Identifier: MIT
//
// tap_feed — a queue and an eventfd(2). The stream's window bounds the queue.
#include "cli/capture/tap_feed.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

namespace fairlead::cli::capture {
namespace {

constexpr std::uint64_t credit_from = 64u << 10;  // Less is not worth a frame.

}  // namespace

struct tap_feed::shared {
    struct place {
        live::written what;
        std::uint64_t cost;
    };
    unique_fd bell{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    std::mutex mutex;
    std::deque<place> items;
    std::optional<client::failure> end;

    void ring() const {
        const std::uint64_t one = 1;
        static_cast<void>(!::write(bell.get(), &one, sizeof one));
    }
};

tap_feed::tap_feed(client::connection& broker, std::string_view filter, std::uint64_t room)
    : broker_{broker}, shared_{std::make_shared<shared>()} {
    client::live_handlers live;
    live.on_item = [to = shared_](client::stream_item const& item) {
        const std::lock_guard lock{to->mutex};
        to->items.push_back(
            {{std::string{item.json}, {item.attachments.begin(), item.attachments.end()}},
             item.cost});
        to->ring();
    };
    call_ = broker_.call("fairlead.control.monitor", filter, {}, std::move(live),
                         [to = shared_](client::reply const& how) {
                             const std::lock_guard lock{to->mutex};
                             to->end = how.to_failure();
                             to->ring();
                         });
    line_ = broker_.line(call_);
    if (room > 0) line_.credit({wire::result_stream, room, false});
}

tap_feed::~tap_feed() { broker_.cancel(call_); }

std::optional<client::failure> tap_feed::wait_until_it_looks(std::chrono::milliseconds patience) {
    // Frames of ours are read in order: when this is answered, the other has been heard.
    const auto asked = broker_.call_wait("fairlead.list", "[]", {patience});
    if (has_ended()) return why();
    if (!asked.ok && asked.why.code == errc::timeout) return asked.why;
    return std::nullopt;
}

void tap_feed::ask_what_was_skipped() {
    line_.credit({wire::result_stream, std::exchange(taken_, 0), false});
}

int tap_feed::fd() const noexcept { return shared_->bell.get(); }

std::optional<live::written> tap_feed::take() {
    std::unique_lock lock{shared_->mutex};
    if (shared_->items.empty()) {
        std::uint64_t rung = 0;
        if (!shared_->end) static_cast<void>(!::read(fd(), &rung, sizeof rung));
        return std::nullopt;
    }
    auto one = std::move(shared_->items.front());
    shared_->items.pop_front();
    lock.unlock();
    taken_ += one.cost;
    if (taken_ >= credit_from) line_.credit({wire::result_stream, std::exchange(taken_, 0), false});
    return std::move(one.what);
}

bool tap_feed::has_ended() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->end.has_value() && shared_->items.empty();
}

client::failure tap_feed::why() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->end.value_or(client::failure{});
}

}  // namespace fairlead::cli::capture
