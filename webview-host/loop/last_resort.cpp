// SPDX-License-Identifier: MIT
//
// last_resort — sleeps in poll(2) until there is a deadline.
#include "webview-host/loop/last_resort.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <limits>
#include <system_error>
#include <utility>

namespace fairlead::host {

last_resort::last_resort(action end)
    : end_{std::move(end)}, news_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
    if (news_.get() < 0) throw std::system_error{errno, std::generic_category(), "eventfd"};
    // Signals are for the threads that were there before.
    sigset_t all, before;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread{[this] { watch(); }};
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

last_resort::~last_resort() {
    {
        const std::lock_guard lock{mutex_};
        stopped_ = true;
    }
    look_again();
    thread_.join();
}

void last_resort::follow_parent(std::chrono::milliseconds patience) {
    int death = 0;
    if (::prctl(PR_GET_PDEATHSIG, &death) != 0 || death == 0) return;
    const auto parent = ::getppid();
    unique_fd watched{static_cast<int>(::syscall(SYS_pidfd_open, parent, 0))};
    const std::lock_guard lock{mutex_};
    parent_patience_ = patience;
    // It went before we could look: what is our parent now did not start us.
    if (watched.get() >= 0 && ::getppid() == parent) parent_ = std::move(watched);
    else deadlines_.orphan(clock::now() + patience);
    look_again();
}

void last_resort::end_within(std::chrono::milliseconds patience, std::string why) {
    const std::lock_guard lock{mutex_};
    deadlines_.ask(clock::now() + patience, std::move(why));
    look_again();
}

void last_resort::withdraw() {
    const std::lock_guard lock{mutex_};
    deadlines_.withdraw();
    look_again();
}

void last_resort::look_again() const {
    constexpr std::uint64_t one = 1;
    // It can only be full, and then somebody looks.
    [[maybe_unused]] const auto written = ::write(news_.get(), &one, sizeof one);
}

void last_resort::watch() {
    for (;;) {
        pollfd waits[] = {{news_.get(), POLLIN, 0}, {-1, POLLIN, 0}};
        int wait_ms = -1;  // For ever.
        {
            std::unique_lock lock{mutex_};
            if (stopped_) return;
            if (auto const* next = deadlines_.next()) {
                const auto left = next->at - clock::now();
                if (left <= left.zero()) {
                    const auto why = next->why;
                    lock.unlock();
                    return end_(why);
                }
                using std::chrono::milliseconds;
                wait_ms = static_cast<int>(
                    std::min<milliseconds::rep>(std::chrono::ceil<milliseconds>(left).count(),
                                                std::numeric_limits<int>::max()));
            }
            waits[1].fd = parent_.get();
        }
        if (::poll(waits, 2, wait_ms) <= 0) continue;
        std::uint64_t ignored = 0;
        [[maybe_unused]] const auto read = ::read(news_.get(), &ignored, sizeof ignored);
        if (waits[1].revents == 0) continue;
        const std::lock_guard lock{mutex_};
        parent_ = {};
        deadlines_.orphan(clock::now() + parent_patience_);
    }
}

void last_resort::end_process(std::string_view why) {
    std::fprintf(stderr, "fairlead-webview: %.*s, and it does not come to its own end; it is cut\n",
                 static_cast<int>(why.size()), why.data());
    std::fflush(stderr);
    ::_exit(1);
}

}  // namespace fairlead::host
