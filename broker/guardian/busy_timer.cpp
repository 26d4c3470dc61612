// SPDX-License-Identifier: MIT
//
// busy_timer — a POSIX timer on the other process's clock, which Linux allows.
#include "broker/guardian/busy_timer.hpp"

namespace fairlead::broker::guardian {

busy_timer::busy_timer(pid_t whose, std::chrono::milliseconds each) {
    clockid_t its_time{};
    sigevent event{};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = signal;
    timer_t made{};
    if (::clock_getcpuclockid(whose, &its_time) != 0 ||
        ::timer_create(its_time, &event, &made) != 0)
        return;
    timer_.emplace(made);
    const auto ns = std::chrono::nanoseconds{each}.count();
    const timespec tick{ns / 1'000'000'000, ns % 1'000'000'000};
    const itimerspec times{tick, tick};
    ::timer_settime(made, 0, &times, nullptr);
}

busy_timer::~busy_timer() {
    if (timer_) ::timer_delete(*timer_);
}

}  // namespace fairlead::broker::guardian
