// SPDX-License-Identifier: MIT
//
// webkitgtk_parts — what a view is built of: its context, its settings, its scripts.
#pragma once

#include "webview-host/window/gobject.hpp"
#include "webview-host/window/page_guard.hpp"
#include "webview-host/window/request_guard.hpp"
#include "webview-host/window/webkitgtk_inpage.hpp"
#include "webview-host/window/window_options.hpp"

#include <webkit2/webkit2.h>

#include <string>

namespace fairlead::host {

struct webkitgtk_options {
    std::string app;          ///< Whose storage this page gets.
    bool automation = false;  ///< WebKitWebDriver may take the view over; nothing is stored.
    window_colour background;
    page_options page;
    inpage_options inpage;
    bool sandbox = false;  ///< WebKit runs its web processes in a sandbox.
};

gobject<WebKitWebContext> make_context(webkitgtk_options const& options);
gobject<WebKitSettings> make_settings(page_options const& options);
gobject<WebKitUserContentManager> make_content(page_guard const& guard,
                                               request_guard const& requests);

/// Whatever the page says: frames of others have no runtime that would.
void refuse_menus(WebKitWebView* view);

/// From the next document on also in top frames of that origin, with the scripts that own pages get
/// from their address.
void welcome_origin(WebKitUserContentManager* content, page_guard const& guard,
                    std::string const& origin, std::string const& page_scripts);

}  // namespace fairlead::host
