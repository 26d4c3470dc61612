// SPDX-License-Identifier: MIT
//
// browser_app — a broker with the greeter behind it, and the host that serves browsers.
#pragma once

#include "tests/support/broker_process.hpp"
#include "tests/support/child.hpp"
#include "tests/support/web_client.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::tests {

struct browser_app_setup {
    std::vector<std::string> options{};  ///< Of the server, besides.
    std::string at = "localhost:0";
    std::string fairlead_more{};  ///< Members of "fairlead", with a comma before them.
    std::string plugins_more{};   ///< Further plugins, with a comma before each.
    std::map<std::string, std::string> files{};  ///< Below the app's front end.
};

class browser_app {
public:
    explicit browser_app(browser_app_setup setup = {});

    std::uint16_t port() const noexcept { return port_; }
    std::string const& url() const noexcept { return url_; }
    /// The secret of this start, as a page finds it.
    std::string token() const;

    /// A client that knows Wails' frames and the token, and no more.
    web_socket plain() const;
    /// One that says it is our own script.
    web_socket ours() const;

    web_answer ask(web_question const& what) const { return web_ask(port_, what); }

    broker_process& broker() { return *broker_; }
    child& server() { return *server_; }
    std::filesystem::path const& folder() const { return folder_.path(); }
    broker_settings const& settings() const noexcept { return settings_; }
    /// It is killed, and another one started.
    void restart_broker();
    /// Another host on the same broker: `fairlead-webview` with these options.
    std::unique_ptr<child> start_host(std::vector<std::string> const& options) const;

private:
    temporary_directory folder_;
    broker_settings settings_;
    std::optional<broker_process> broker_;
    std::unique_ptr<child> server_;
    std::string url_;
    std::uint16_t port_ = 0;
};

/// `C{"name","args","callbackID"}`.
std::string call_text(std::string_view name, std::string_view args, std::string_view id);

}  // namespace fairlead::tests
