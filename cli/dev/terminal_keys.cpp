// SPDX-License-Identifier: MIT
//
// terminal_keys — lines and echo are switched off, and nothing else: Ctrl-C and Ctrl-Z stay
// signals, and what programs print looks as ever.
#include "cli/dev/terminal_keys.hpp"

#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace fairlead::cli::dev {
namespace {

/// A background process that changes the terminal is stopped, unless it blocks that signal.
void set_terminal(int fd, termios const& wanted) noexcept {
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTTOU);
    ::sigprocmask(SIG_BLOCK, &stop, &before);
    ::tcsetattr(fd, TCSANOW, &wanted);
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
}

termios single_keys(termios from) noexcept {
    from.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    from.c_cc[VMIN] = 0;  // read() does not wait.
    from.c_cc[VTIME] = 0;
    return from;
}

}  // namespace

terminal_keys::terminal_keys(int fd) : fd_{fd} {
    termios now{};
    if (::isatty(fd) != 1 || ::tcgetpgrp(fd) != ::getpgrp() || ::tcgetattr(fd, &now) != 0) return;
    before_ = now;
    set_terminal(fd_, single_keys(now));
}

terminal_keys::~terminal_keys() {
    if (before_) set_terminal(fd_, *before_);
}

std::optional<char> terminal_keys::take() noexcept {
    char key = '\0';
    const auto got = ::read(fd_, &key, 1);
    if (got == 1) return key;
    // Ready without anything to read: it has been hung up.
    return got < 0 && (errno == EAGAIN || errno == EINTR) ? std::optional{'\0'} : std::nullopt;
}

void terminal_keys::resume() noexcept {
    if (before_ && ::tcgetpgrp(fd_) == ::getpgrp()) set_terminal(fd_, single_keys(*before_));
}

}  // namespace fairlead::cli::dev
