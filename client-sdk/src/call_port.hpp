// SPDX-License-Identifier: MIT
//
// call_port — where a plugin's own calls go while it is connected.
#pragma once

#include <fairlead/calls.hpp>
#include <fairlead/client/connection.hpp>

#include <functional>
#include <memory>
#include <mutex>

namespace fairlead {

class call_port : public std::enable_shared_from_this<call_port> {
public:
    /// Asks; without a connection the answer is there at once, and says so.
    std::shared_ptr<pending_answer> ask(std::string_view method, live::outgoing_call what,
                                        call_terms const& terms);
    std::shared_ptr<live::remote_stream> read(std::string_view method, live::outgoing_call what,
                                              call_terms const& terms);
    void cancel(std::uint64_t call);
    bool log(client::log_level level, std::string_view text);

    /// `run` takes work to the plugin's pool.
    void open(client::connection& to, std::function<void(std::function<void()>)> run);
    /// Nothing of the connection and the pool is used after it.
    void close();

private:
    /// Nothing: there is no connection.
    std::optional<client::call_id> send(std::string_view method, live::outgoing_call what,
                                        client::call_options options, client::live_handlers live,
                                        client::reply_handler on_reply);
    void run(std::function<void()> what);

    std::mutex mutex_;
    client::connection* to_ = nullptr;  // Lives until close().
    std::function<void(std::function<void()>)> run_;
};

}  // namespace fairlead
