// SPDX-License-Identifier: MIT
//
// webkitgtk_scheme — wails://wails/…: requests of pages, answered by the app and never by the
// network.
#pragma once

#include "webview-host/window/request_guard.hpp"
#include "webview-host/window/webview.hpp"

#include <webkit2/webkit2.h>

#include <functional>

namespace fairlead::host {

using request_handler = std::function<void(page_request, page_responder)>;

/// Registers the scheme with the context, as secure as https. The handler lives as long as the
/// context; it gets what was sent along only where `guard` vouches for it.
void serve_wails_scheme(WebKitWebContext* context, request_guard guard, request_handler handler);

}  // namespace fairlead::host
