// SPDX-License-Identifier: MIT
//
// webkitgtk_inpage — loads the in-page half into the web processes, and hands its documents the
// channels that the host gets for them.
#pragma once

#include "webview-host/window/webview.hpp"

#include <webkit2/webkit2.h>

#include <filesystem>

namespace fairlead::host {

struct inpage_options {
    std::filesystem::path folder;  ///< Of the extension. Empty: none is loaded.
    bool fine_clock = false;       ///< For measurements: pages get a clock in microseconds.
};

/// Before the context has its first view.
void load_inpage_half(WebKitWebContext* context, inpage_options const& options);

/// Tells of each document of that view that wants a channel. Lasts as long as the object.
class webkitgtk_inpage {
public:
    using handler = std::function<void(channel_responder)>;

    /// The view is borrowed.
    webkitgtk_inpage(WebKitWebView* view, handler wanted);
    ~webkitgtk_inpage();
    webkitgtk_inpage(webkitgtk_inpage const&) = delete;
    webkitgtk_inpage& operator=(webkitgtk_inpage const&) = delete;

private:
    WebKitWebView* view_;
    handler wanted_;
};

}  // namespace fairlead::host
