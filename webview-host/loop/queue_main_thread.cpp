// SPDX-License-Identifier: MIT
//
// queue_main_thread — poll over at most three descriptors.
#include "webview-host/loop/queue_main_thread.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace fairlead::host {

queue_main_thread::queue_main_thread() {
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &wanted, &mask_before_);
    wakeup_.reset(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    signals_.reset(::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!wakeup_ || !signals_)
        throw std::system_error{errno, std::system_category(), "the main thread's descriptors"};
}

queue_main_thread::~queue_main_thread() { pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr); }

void queue_main_thread::wake() noexcept {
    const std::uint64_t once = 1;
    // Full means awake already; nobody else holds this counter.
    [[maybe_unused]] const auto written = ::write(wakeup_.get(), &once, sizeof once);
}

void queue_main_thread::post(task job) {
    if (tasks_.push(std::move(job))) wake();
}

void queue_main_thread::quit(int code) {
    if (tasks_.quit(code)) wake();
}

void queue_main_thread::on_stop_signal(task handler) { on_stop_ = std::move(handler); }

void queue_main_thread::watch_input(int fd, task on_readable) {
    input_ = fd;
    on_input_ = std::move(on_readable);
}

void queue_main_thread::ignore_input() { input_ = -1; }

int queue_main_thread::run() {
    while (!tasks_.exit_code()) {
        // A negative descriptor is skipped by poll: an input nobody watches costs nothing.
        std::array<pollfd, 3> watched{
            {{wakeup_.get(), POLLIN, 0}, {signals_.get(), POLLIN, 0}, {input_, POLLIN, 0}}};
        if (::poll(watched.data(), watched.size(), -1) < 0) {
            if (errno == EINTR) continue;
            throw std::system_error{errno, std::system_category(), "poll"};
        }
        if (watched[1].revents != 0) {
            signalfd_siginfo which;
            if (::read(signals_.get(), &which, sizeof which) == sizeof which && on_stop_)
                on_stop_();
        }
        if (watched[0].revents != 0) {
            std::uint64_t count = 0;
            // Emptied before the tasks are taken: one posted from here on wakes us again.
            [[maybe_unused]] const auto got = ::read(wakeup_.get(), &count, sizeof count);
            tasks_.run_all();
        }
        if (watched[2].revents != 0 && on_input_ && input_ >= 0 && !tasks_.exit_code())
            task{on_input_}();  // A copy: it may call watch_input or ignore_input.
    }
    return *tasks_.exit_code();
}

}  // namespace fairlead::host
