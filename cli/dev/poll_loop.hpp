// SPDX-License-Identifier: MIT
//
// poll_loop — the one place where `fairlead dev` waits: for descriptors, for moments, and for what
// other threads hand over.
#pragma once

#include <fairlead/vocabulary/unique_fd.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace fairlead::cli::dev {

class poll_loop {
public:
    using deed = std::function<void()>;
    using clock = std::chrono::steady_clock;
    enum class timer : std::uint64_t { none = 0 };

    poll_loop();
    poll_loop(poll_loop const&) = delete;
    poll_loop& operator=(poll_loop const&) = delete;

    /// `on_ready` runs whenever `fd` can be read or is at its end.
    void watch(int fd, deed on_ready);
    void forget(int fd) noexcept;

    timer after(std::chrono::milliseconds delay, deed what);
    void cancel(timer which) noexcept;

    /// From any thread; runs on the loop's, in order.
    void post(deed what);

    /// Until somebody has said quit(); his code.
    int run();
    void quit(int code) noexcept { code_ = code; }

private:
    void run_posted();
    void run_due();
    int milliseconds_to_wait() const;

    std::map<int, std::shared_ptr<deed>> watched_;
    std::map<std::pair<clock::time_point, timer>, deed> timers_;
    std::uint64_t last_timer_ = 0;
    std::optional<int> code_;

    unique_fd bell_;  // An eventfd.
    std::mutex mutex_;
    std::vector<deed> posted_;
};

}  // namespace fairlead::cli::dev
