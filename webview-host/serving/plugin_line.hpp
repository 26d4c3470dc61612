// SPDX-License-Identifier: MIT
//
// plugin_line — the window's questions to plugins that serve assets. Main thread only, but for the
// handlers of answers.
#pragma once

#include "webview-host/loop/main_thread.hpp"

#include <fairlead/client/connection.hpp>

#include <chrono>
#include <string>

namespace fairlead::host {

class plugin_line {
public:
    /// Borrowed.
    explicit plugin_line(main_thread& thread) noexcept : thread_{thread} {}
    virtual ~plugin_line() = default;

    /// `on_reply` runs once, within a deadline, on whatever thread.
    virtual client::call_id call(std::string_view method, std::string_view args,
                                 client::reply_handler on_reply,
                                 std::span<const bytes> attachments = {}) = 0;
    virtual void cancel(client::call_id id) = 0;
    /// Whatever becomes of it.
    virtual void tell(std::string_view method, std::string_view args) = 0;
    /// A copy from which it goes to a plugin without another one.
    virtual bytes keep(std::string_view text) const = 0;

    main_thread& thread() const noexcept { return thread_; }

private:
    main_thread& thread_;
};

/// Over the SDK's connection. Ends before that does; bodies that pages still hold then find it
/// silent.
class connection_line final : public plugin_line {
public:
    /// The connection is borrowed until end() or move_to(). `patience`: how long a plugin may take
    /// for a response's head, and for each piece of its body.
    connection_line(client::connection& broker, main_thread& thread,
                    std::chrono::milliseconds patience);

    void end() noexcept { broker_ = nullptr; }
    /// The one before has ended, and answered all that it was asked.
    void move_to(client::connection& next) noexcept { broker_ = &next; }

    client::call_id call(std::string_view method, std::string_view args,
                         client::reply_handler on_reply,
                         std::span<const bytes> attachments = {}) override;
    void cancel(client::call_id id) override;
    void tell(std::string_view method, std::string_view args) override;
    bytes keep(std::string_view text) const override;

private:
    client::connection* broker_;
    std::chrono::milliseconds patience_;
};

}  // namespace fairlead::host
