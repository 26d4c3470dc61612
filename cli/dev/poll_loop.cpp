// SPDX-License-Identifier: MIT
//
// poll_loop — poll(2): there are a dozen descriptors at most.
#include "cli/dev/poll_loop.hpp"

#include <fairlead/vocabulary/result.hpp>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace fairlead::cli::dev {

poll_loop::poll_loop() : bell_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
    if (!bell_) throw std::system_error{errno, std::generic_category(), "eventfd"};
    watch(bell_.get(), [this] { run_posted(); });
}

void poll_loop::watch(int fd, deed on_ready) {
    watched_[fd] = std::make_shared<deed>(std::move(on_ready));
}

void poll_loop::forget(int fd) noexcept { watched_.erase(fd); }

poll_loop::timer poll_loop::after(std::chrono::milliseconds delay, deed what) {
    const timer number{++last_timer_};
    timers_.emplace(std::pair{clock::now() + delay, number}, std::move(what));
    return number;
}

void poll_loop::cancel(timer which) noexcept {
    std::erase_if(timers_, [&](auto const& one) { return one.first.second == which; });
}

void poll_loop::post(deed what) {
    const std::lock_guard lock{mutex_};
    posted_.push_back(std::move(what));
    ::eventfd_write(bell_.get(), 1);
}

void poll_loop::run_posted() {
    eventfd_t count = 0;
    ::eventfd_read(bell_.get(), &count);
    std::vector<deed> now;
    {
        const std::lock_guard lock{mutex_};
        now.swap(posted_);
    }
    for (auto const& one : now) one();
}

void poll_loop::run_due() {
    while (!code_ && !timers_.empty() && timers_.begin()->first.first <= clock::now()) {
        const auto first = timers_.extract(timers_.begin());
        first.mapped()();
    }
}

int poll_loop::milliseconds_to_wait() const {
    if (timers_.empty()) return -1;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(timers_.begin()->first.first - clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
}

int poll_loop::run() {
    std::vector<pollfd> waits;
    while (!code_) {
        waits.clear();
        for (auto const& [fd, handler] : watched_) waits.push_back({fd, POLLIN, 0});
        ::poll(waits.data(), waits.size(), milliseconds_to_wait());
        for (auto const& one : waits) {
            if (one.revents == 0 || code_) continue;
            // One before it may have ended the wait for this one; and the deed may end its own.
            const auto found = watched_.find(one.fd);
            if (found == watched_.end()) continue;
            const auto handler = found->second;
            (*handler)();
        }
        run_due();
    }
    return *std::exchange(code_, std::nullopt);
}

}  // namespace fairlead::cli::dev
