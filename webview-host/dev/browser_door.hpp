// SPDX-License-Identifier: MIT
//
// browser_door — broker_door of one browser page: a connection of its own, which may come and go.
#pragma once

#include "webview-host/bridge/bridge.hpp"

#include <fairlead/client/connection.hpp>

#include <memory>

namespace fairlead::host {

class browser_door final : public broker_door {
public:
    /// From now on answers and events go there, on the connection's thread. Takes the place of one
    /// that has ended.
    void adopt(std::unique_ptr<client::connection> next, bridge& target);
    /// No handler runs after it.
    void close() noexcept { connection_.reset(); }

    /// Null: there is none.
    client::connection* connection() const noexcept { return connection_.get(); }
    /// Whether so many bytes more can be handed over and will be kept: not without a broker.
    bool has_room_for(std::size_t bytes) const;

    bool invoke(generation page, std::string_view text, bool takes_live) override;
    void settled(client::callback_time const& what) override;
    bool is_open() const override;
    bool forget(generation page) override;
    void run_soon(std::function<void()> work) override;
    void request_page(generation page, std::string origin, client::page_handler done) override;
    void subscribe(std::string_view topic) override;
    void unsubscribe(std::string_view topic) override;
    void log(log_level level, std::string_view text) override;

private:
    std::unique_ptr<client::connection> connection_;
    bridge* target_ = nullptr;
};

}  // namespace fairlead::host
