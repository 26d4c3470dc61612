// SPDX-License-Identifier: MIT
//
// broker_line — the session as a tool of the app's broker; what it answers comes to the loop.
#pragma once

#include "cli/dev/poll_loop.hpp"

#include <fairlead/client/connection.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace fairlead::cli::dev {

class broker_line {
public:
    using answer_handler = std::function<void(client::connection::answer const&)>;

    explicit broker_line(poll_loop& loop) : loop_{loop} {}

    /// To another broker than before, perhaps. Throws client::connect_error.
    void open(std::string const& app);
    /// Open calls are answered with backend-gone.
    void close() noexcept { connection_.reset(); }
    bool is_open() const noexcept { return connection_ != nullptr && connection_->is_open(); }

    /// Nothing happens while it is closed.
    void emit(std::string_view topic, std::string_view data_json);
    void call(std::string_view method, std::string_view args_json, answer_handler on_answer);

private:
    poll_loop& loop_;
    std::unique_ptr<client::connection> connection_;
};

}  // namespace fairlead::cli::dev
