// SPDX-License-Identifier: MIT
//
// other_side — std::thread, or fork(2) and a pidfd to wait for it with a deadline.
#include "tests/protocol/support/other_side.hpp"
#include "tests/protocol/support/patience.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <utility>

namespace fairlead::tests {

other_side::other_side(placement where, std::function<bool()> body) {
    if (where == placement::one_process) {
        thread_ = std::thread{[this, run = std::move(body)] { thread_result_ = run(); }};
        return;
    }
    child_ = ::fork();
    if (child_ < 0) throw std::runtime_error{"fork failed"};
    if (child_ == 0) {
        bool well = false;
        try {
            well = body();
        } catch (...) {  // Nothing of the child may run on into the parent's test.
        }
        ::_exit(well ? 0 : 1);
    }
}

other_side::~other_side() {
    if (thread_.joinable()) thread_.join();
    if (child_ > 0) kill();
}

bool other_side::ended_well() {
    if (thread_.joinable()) {
        thread_.join();
        return thread_result_;
    }
    const unique_fd ended{static_cast<int>(::syscall(SYS_pidfd_open, child_, 0))};
    if (!is_readable_within(ended.get(), patience)) {
        kill();
        return false;
    }
    int status = 0;
    const auto reaped = ::waitpid(std::exchange(child_, -1), &status, 0);
    return reaped > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void other_side::kill() {
    ::kill(child_, SIGKILL);
    ::waitpid(std::exchange(child_, -1), nullptr, 0);
}

}  // namespace fairlead::tests
