// SPDX-License-Identifier: MIT
//
// dev_news — what the broker and `fairlead dev` tell: how the plugins are, what is being built,
// whether there is a window. Kept, so that a page that comes later knows it, too.
#pragma once

#include "webview-host/loop/main_thread.hpp"

#include <fairlead/client/connection.hpp>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::host {

class dev_news {
public:
    struct hooks {
        std::function<void(std::string_view data_json)> on_window;
        std::function<void()> on_reload;
        std::function<void(std::string const& json)> on_news;  ///< For our own page script.
    };
    /// `thread` outlives the connections that are listened to.
    dev_news(main_thread& thread, hooks use) : thread_{thread}, hooks_{std::move(use)} {}

    /// Of each broker that comes.
    void listen_on(client::connection& broker);

    /// The last of each kind.
    std::vector<std::string> kept() const;

private:
    void hear(client::connection& broker, std::string const& topic);
    void hear_plugins(client::connection& broker, std::string_view status_json);
    void take(std::string const& topic, std::string const& data);

    main_thread& thread_;
    hooks hooks_;
    std::map<std::string, std::string> kept_;  // What it is about → as a page is told.
};

}  // namespace fairlead::host
