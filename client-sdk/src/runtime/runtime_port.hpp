// SPDX-License-Identifier: MIT
//
// runtime_port — where the runtime's questions go while the plugin is connected.
#pragma once

#include "client-sdk/src/call_port.hpp"
#include "lifecycle.hpp"
#include "menu_board.hpp"

#include <fairlead/client/connection.hpp>
#include <fairlead/pending.hpp>
#include <fairlead/runtime/logger.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace fairlead {

class runtime_port final : public std::enable_shared_from_this<runtime_port> {
public:
    explicit runtime_port(std::shared_ptr<call_port> calls = std::make_shared<call_port>())
        : calls_{std::move(calls)} {}

    /// Asks; without a connection the answer is there at once, and says so.
    std::shared_ptr<pending_answer> ask(std::string_view method, std::string const& args);
    /// An answer that is there already.
    std::shared_ptr<pending_answer> answered(pending_answer::text how);
    bool log(client::log_level level, std::string_view text) { return calls_->log(level, text); }

    lifecycle& life() noexcept { return life_; }
    menu_board& menus() noexcept { return menus_; }

    /// `run` takes work to the plugin's pool; false: it has too much already.
    void open(client::connection& to, std::string const& plugin,
              std::function<bool(std::function<void()>)> run);
    /// Nothing of the connection and the pool is used after it.
    void close();
    /// All handlers: they may hold the runtime, and through it us. Once no thread runs one.
    void forget() {
        life_.forget();
        menus_.forget();
    }

    std::atomic<logger::level> lowest_level{logger::level::info};

    /// What it throws becomes a line in the log; `what` names it.
    void run_guarded(std::string const& what, std::function<void()> const& work);

private:
    void hear_window(std::string_view data);

    std::shared_ptr<call_port> calls_;
    lifecycle life_{[this](std::string const& what, std::function<void()> const& work) {
        run_guarded(what, work);
    }};
    menu_board menus_{*this};
};

}  // namespace fairlead
