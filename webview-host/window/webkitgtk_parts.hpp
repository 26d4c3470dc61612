// SPDX-License-Identifier: MIT
//
// webkitgtk_parts — what a view is built of: its context, its settings, its scripts.
#pragma once

#include "webview-host/window/gobject.hpp"
#include "webview-host/window/page_guard.hpp"
#include "webview-host/window/request_guard.hpp"
#include "webview-host/window/webkitgtk_inpage.hpp"
#include "webview-host/window/window_frame.hpp"

#include <webkit2/webkit2.h>

#include <string>

namespace fairlead::host {

struct webkitgtk_options {
    std::string app;  ///< Whose storage this page gets.
    bool devtools = false;
    bool automation = false;  ///< WebKitWebDriver may take the view over; nothing is stored.
    window_colour background;
    inpage_options inpage;
    bool sandbox = false;  ///< WebKit runs its web processes in a sandbox.
};

gobject<WebKitWebContext> make_context(webkitgtk_options const& options);
gobject<WebKitSettings> make_settings(bool devtools);
gobject<WebKitUserContentManager> make_content(page_guard const& guard,
                                               request_guard const& requests);

}  // namespace fairlead::host
