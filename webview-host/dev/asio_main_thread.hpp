// SPDX-License-Identifier: MIT
//
// asio_main_thread — the main thread of a host that serves sockets: an io_context, two signals.
#pragma once

#include "webview-host/loop/main_thread.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace fairlead::host {

class asio_main_thread final : public main_thread {
public:
    asio_main_thread();
    ~asio_main_thread() override;
    asio_main_thread(asio_main_thread const&) = delete;
    asio_main_thread& operator=(asio_main_thread const&) = delete;

    void post(task job) override;
    int run() override;
    void quit(int code) override;
    void on_stop_signal(task handler) override;

    boost::asio::io_context& loop() noexcept { return *loop_; }

    /// Everything that waits in the loop is destroyed, what it refers to being there still. Nobody
    /// posts any more.
    void end() noexcept;

private:
    void watch_signals();

    std::unique_ptr<boost::asio::io_context> loop_;
    std::optional<boost::asio::signal_set> signals_;
    task on_stop_;
    std::mutex mutex_;
    std::optional<int> code_;
};

/// The same thread for somebody who may go before it does: what he has posted goes with him.
class mortal_thread final : public main_thread {
public:
    explicit mortal_thread(main_thread& thread) : thread_{thread} {}

    void post(task job) override {
        thread_.post([alive = std::weak_ptr{alive_}, job = std::move(job)] {
            if (!alive.expired()) job();
        });
    }
    int run() override { return thread_.run(); }
    void quit(int code) override { thread_.quit(code); }
    void on_stop_signal(task handler) override { thread_.on_stop_signal(std::move(handler)); }

private:
    main_thread& thread_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace fairlead::host
