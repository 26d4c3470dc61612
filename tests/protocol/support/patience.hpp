// SPDX-License-Identifier: MIT
//
// patience — every wait of a test ends: what was waited for came, or it did not and the test fails.
#pragma once

#include <fairlead/shm/doorbell.hpp>

#include <poll.h>

#include <cerrno>
#include <chrono>

namespace fairlead::tests {

#ifdef FAIRLEAD_SANITIZED
inline constexpr std::chrono::seconds patience{60};
#else
inline constexpr std::chrono::seconds patience{10};
#endif

/// False: nothing to read before the deadline.
inline bool is_readable_within(int fd, std::chrono::milliseconds limit) noexcept {
    const auto end = std::chrono::steady_clock::now() + limit;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            end - std::chrono::steady_clock::now());
        if (left.count() < 0) return false;
        pollfd watched{fd, POLLIN, 0};
        const int ready = ::poll(&watched, 1, static_cast<int>(left.count()) + 1);
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
}

/// Sleeps until the bell rings. False: it did not, or its other end is closed.
inline bool heard(shm::doorbell const& bell, std::chrono::milliseconds limit = patience) noexcept {
    return is_readable_within(bell.fd(), limit) && bell.clear();
}

}  // namespace fairlead::tests
