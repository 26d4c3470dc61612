// SPDX-License-Identifier: MIT
//
// webkitgtk_automation — lets WebKitWebDriver take the one view over. Never made unless asked for:
// whoever drives a view may do all that its page may.
#pragma once

#include <webkit2/webkit2.h>

#include <functional>
#include <string>

namespace fairlead::host {

class webkitgtk_automation {
public:
    /// `view` must have been built with is-controlled-by-automation; both are borrowed. `on_end`
    /// runs when the driver has ended its session, or has died.
    webkitgtk_automation(WebKitWebContext* context, WebKitWebView* view, std::string app,
                         std::function<void()> on_end);
    ~webkitgtk_automation();
    webkitgtk_automation(webkitgtk_automation const&) = delete;
    webkitgtk_automation& operator=(webkitgtk_automation const&) = delete;

private:
    void start(WebKitAutomationSession* session);
    void forget_session();
    static void session_gone(void* self, GObject* session);

    WebKitWebContext* context_;
    WebKitWebView* view_;
    std::string app_;
    std::function<void()> on_end_;
    WebKitAutomationSession* session_ = nullptr;  // WebKit's; null once it has gone.
};

}  // namespace fairlead::host
