// SPDX-License-Identifier: MIT
//
// asio_main_thread — the loop runs until somebody says a code.
#include "webview-host/dev/asio_main_thread.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <csignal>
#include <utility>

namespace fairlead::host {

asio_main_thread::asio_main_thread()
    : loop_{std::make_unique<boost::asio::io_context>(1)}, signals_{std::in_place, *loop_, SIGINT,
                                                                    SIGTERM, SIGHUP} {}

asio_main_thread::~asio_main_thread() { end(); }

void asio_main_thread::end() noexcept {
    signals_.reset();
    loop_.reset();
}

void asio_main_thread::post(task job) { boost::asio::post(*loop_, std::move(job)); }

int asio_main_thread::run() {
    const auto work = boost::asio::make_work_guard(*loop_);
    watch_signals();
    loop_->run();
    const std::lock_guard lock{mutex_};
    return code_.value_or(0);
}

void asio_main_thread::quit(int code) {
    {
        const std::lock_guard lock{mutex_};
        if (code_) return;
        code_ = code;
    }
    loop_->stop();
}

void asio_main_thread::on_stop_signal(task handler) { on_stop_ = std::move(handler); }

void asio_main_thread::watch_signals() {
    signals_->async_wait([this](boost::system::error_code failed, int) {
        if (failed) return;
        if (on_stop_) on_stop_();
        watch_signals();
    });
}

}  // namespace fairlead::host
