// SPDX-License-Identifier: MIT
//
// greeter — turns a socket that knocked into a channel, or away. Who says no hello within its time
// is sent off; a greeting never makes another one wait.
#pragma once

#include "broker/session/session.hpp"

#include <fairlead/handshake/peer_credentials.hpp>

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>

namespace fairlead::broker::admission {

struct greeter_settings {
    std::string app;
    std::chrono::milliseconds patience{5'000};
    std::size_t greetings_max = 64;
};

/// What the house says about a guest.
class doorkeeper {
public:
    virtual ~doorkeeper() = default;
    /// Nothing: may come in.
    virtual std::optional<wire::farewell> judge(wire::hello const& hello,
                                                handshake::peer_credentials const& who) = 0;
    virtual session_id next_id() = 0;
    virtual void on_admitted(session::admitted_peer who) = 0;
    virtual void on_refused(wire::hello const* hello, pid_t pid, wire::farewell const& why) = 0;
};

class greeter {
public:
    greeter(boost::asio::io_context& loop, greeter_settings settings, doorkeeper& door);
    ~greeter();
    greeter(greeter const&) = delete;
    greeter& operator=(greeter const&) = delete;

    void greet(unique_fd socket);

private:
    class greeting;
    void finish(greeting& one);

    boost::asio::io_context& loop_;
    greeter_settings settings_;
    doorkeeper& door_;
    std::list<std::unique_ptr<greeting>> open_;
    std::unique_ptr<greeting> finished_;  // Kept until the next: it may just be running.
};

}  // namespace fairlead::broker::admission
