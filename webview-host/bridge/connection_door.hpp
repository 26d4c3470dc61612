// SPDX-License-Identifier: MIT
//
// connection_door — broker_door over the SDK's connection, and its handlers back into the bridge.
// Connections may come and go; without one everything is refused, and the bridge says so to the
// page.
#pragma once

#include "webview-host/bridge/neighbours.hpp"

#include <fairlead/client/connection.hpp>

#include <functional>
#include <memory>

namespace fairlead::host {

class bridge;

class connection_door : public broker_door {
public:
    explicit connection_door(std::unique_ptr<client::connection> connection = nullptr)
        : connection_{std::move(connection)} {}

    /// From now on answers and events go there, on the connection's thread, until close().
    void lead_to(bridge& target);
    /// Takes the place of one that has ended: answers and events of both go to the same bridge.
    void adopt(std::unique_ptr<client::connection> next);
    /// No handler runs after it. Everything that the handlers refer to must still be there.
    void close() noexcept { connection_.reset(); }

    /// There is one.
    client::connection& connection() noexcept { return *connection_; }
    /// Null: there is none.
    client::connection* try_connection() const noexcept { return connection_.get(); }
    /// Every event from now on, whatever the page says it wants.
    void hear_everything() { subscribe("*"); }

    bool invoke(generation page, std::string_view text, bool takes_live) override;
    void settled(client::callback_time const& what) override;
    bool is_open() const override { return connection_ && connection_->is_open(); }
    bool forget(generation page) override;
    void run_soon(std::function<void()> work) override;
    void request_page(generation page, std::string origin, client::page_handler done) override;
    void subscribe(std::string_view topic) override;
    void unsubscribe(std::string_view topic) override;
    void log(log_level level, std::string_view text) override;

private:
    void hear_callbacks();

    std::unique_ptr<client::connection> connection_;
    bridge* target_ = nullptr;
};

}  // namespace fairlead::host
