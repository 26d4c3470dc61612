// SPDX-License-Identifier: MIT
//
// listener — accepts whoever knocks, and waits a while when the process has no descriptors left.
#pragma once

#include "broker/loop/alarm.hpp"
#include "broker/loop/fd_watch.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <functional>

namespace fairlead::broker::admission {

class listener {
public:
    using on_knock = std::function<void(unique_fd)>;

    /// `socket` is borrowed: a listening one that does not block.
    listener(boost::asio::io_context& loop, int socket, on_knock tell);

    void stop();

private:
    void listen();
    void accept_all();

    boost::asio::io_context& loop_;
    int socket_;
    on_knock tell_;
    fd_watch watch_;
    alarm resume_;
};

}  // namespace fairlead::broker::admission
