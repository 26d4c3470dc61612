// SPDX-License-Identifier: MIT
//
// page_requests — a host's open requests for channels of its pages. Each is settled exactly once:
// granted, refused, too late, or ended with the connection.
//
// Threading: add() and settle_soon() from any thread, the others on the loop's. Handlers run there,
// without a lock.
#pragma once

#include <fairlead/client/page_channel.hpp>
#include <fairlead/wire/control_message.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <map>
#include <mutex>
#include <vector>

namespace fairlead::client {

class page_requests {
public:
    explicit page_requests(boost::asio::io_context& loop,
                           std::chrono::milliseconds patience = std::chrono::seconds{5}) noexcept
        : loop_{loop}, patience_{patience} {}

    enum class number : std::uint64_t {};
    number add(generation page, page_handler done);
    void settle_soon(number which, std::string why_not);

    /// False: it is no answer to such a request, or a broken one.
    bool on_answer(wire::control_message const& message, std::vector<unique_fd>& fds);

    /// The connection has ended. Later requests must not be added.
    void settle_all(std::string const& why_not);

private:
    struct open_request {
        generation page;
        page_handler done;
        boost::asio::steady_timer too_late;
    };
    void settle(number which, page_answer answer);
    /// The oldest for that page: the broker answers in order.
    void settle_first(generation page, page_answer answer);

    boost::asio::io_context& loop_;
    std::chrono::milliseconds patience_;
    std::mutex mutex_;
    std::map<number, open_request> open_;
    std::uint64_t last_ = 0;
};

}  // namespace fairlead::client
