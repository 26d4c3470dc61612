// SPDX-License-Identifier: MIT
//
// doorbell — the wake-up that says "look at your rings": one end of a socket pair, one byte a ring.
//
// Not an eventfd: across a trust boundary its peer can clear O_NONBLOCK and fill the counter, and
// our write would block. send(MSG_DONTWAIT) cannot (reference/webkitgtk-bridge-measurements.md,
// section 5).
#pragma once

#include <fairlead/vocabulary/result.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>

#include <utility>

namespace fairlead::shm {

class doorbell {
public:
    explicit doorbell(unique_fd fd) noexcept : fd_{std::move(fd)} {}

    static result<std::pair<doorbell, doorbell>> make_pair();

    /// Wakes the other side. Never blocks; a full socket means that it has enough to wake for.
    void ring() const noexcept;

    /// Takes all rings so far off the socket. False: the other end is closed.
    bool clear() const noexcept;

    int fd() const noexcept { return fd_.get(); }
    unique_fd take() && noexcept { return std::move(fd_); }

private:
    unique_fd fd_;
};

}  // namespace fairlead::shm
