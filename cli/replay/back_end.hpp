// SPDX-License-Identifier: MIT
//
// back_end — stands in for the plugins of a capture: it answers as they did, and emits what they
// emitted. So a page runs without them.
#pragma once

#include "cli/command_line.hpp"
#include "cli/launch/stop_signals.hpp"
#include "cli/replay/answer_book.hpp"

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::cli::replay {

class back_end {
public:
    /// Connects and offers. Throws command_failed.
    back_end(plan const& what, replay_command const& how, std::string const& socket);
    ~back_end();

    std::string names() const;
    /// Until it is told to end, or the app ends. The exit code.
    int run(stop_signals const& stop);

private:
    client::connection& peer(std::string const& name);
    void answer(client::connection& by, std::string const& method, client::incoming_call&& call);
    void say(exchange const& one, client::responder& to, bool takes_binary) const;
    bool emit_due();
    int milliseconds_to_next() const;

    plan const& plan_;
    replay_command const& how_;
    std::string socket_;
    std::mutex mutex_;
    answer_book book_;
    std::optional<std::chrono::steady_clock::time_point> first_call_;
    bool told_to_leave_ = false;
    std::string refused_;  // The first offer that was.
    std::size_t next_event_ = 0;
    unique_fd bell_;
    std::map<std::string, std::unique_ptr<client::connection>> peers_;  // Last: handlers use us.
};

}  // namespace fairlead::cli::replay
