// SPDX-License-Identifier: MIT
//
// stop_signals — signalfd(2). What we start unblocks them again.
#include "cli/launch/stop_signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

namespace fairlead::cli {

stop_signals::stop_signals(std::initializer_list<int> others) {
    sigemptyset(&set_);
    for (const int one : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set_, one);
    for (const int one : others) sigaddset(&set_, one);
    ::sigprocmask(SIG_BLOCK, &set_, &before_);
    fd_.reset(::signalfd(-1, &set_, SFD_CLOEXEC | SFD_NONBLOCK));
}

stop_signals::~stop_signals() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }

int stop_signals::take() const noexcept {
    signalfd_siginfo info{};
    return ::read(fd_.get(), &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo)
                                                                : SIGTERM;
}

}  // namespace fairlead::cli
