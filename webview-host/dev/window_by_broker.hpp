// SPDX-License-Identifier: MIT
//
// window_by_broker — a browser page's wishes about the window: passed on to the host that has one,
// or, where none is there, carried out on one that only remembers.
#pragma once

#include "webview-host/system/no_notifier.hpp"
#include "webview-host/system/system_calls.hpp"
#include "webview-host/system/window_actions.hpp"
#include "webview-host/window/headless_window.hpp"

#include <fairlead/client/connection.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace fairlead::host {

/// One for all browsers: there is one window at most.
class shared_window {
public:
    using complain_hook = std::function<void(std::string_view sentence)>;

    shared_window(window_options const& window, page_options const& page, complain_hook complain);

    /// The data of `fairlead/window`.
    void take_news(std::string_view data_json);
    void broker_gone() noexcept { is_there_ = false; }
    bool is_there() const noexcept { return is_there_; }

    /// `text` as a page says it. `broker` is where the page's own calls go; null: it has gone.
    void perform(std::string_view text, page_message const& message, client::connection* broker);
    /// A `:wails:…` call where no window is.
    void call(std::string_view name, std::string_view args, system_answer const& answer);

private:
    complain_hook complain_;
    bool is_there_ = false;
    headless_window frame_;
    no_notifier notes_;
    window_actions actions_;
};

}  // namespace fairlead::host
