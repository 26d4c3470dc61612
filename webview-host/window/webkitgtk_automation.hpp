// SPDX-License-Identifier: MIT
//
// webkitgtk_automation — lets WebKitWebDriver take the one view over. Never made unless asked for:
// whoever drives a view may do all that its page may.
#pragma once

#include <webkit2/webkit2.h>

#include <string>

namespace fairlead::host {

class webkitgtk_automation {
public:
    /// `view` must have been built with is-controlled-by-automation; both are borrowed.
    webkitgtk_automation(WebKitWebContext* context, WebKitWebView* view, std::string app);
    ~webkitgtk_automation();
    webkitgtk_automation(webkitgtk_automation const&) = delete;
    webkitgtk_automation& operator=(webkitgtk_automation const&) = delete;

private:
    void start(WebKitAutomationSession* session);

    WebKitWebContext* context_;
    WebKitWebView* view_;
    std::string app_;
    WebKitAutomationSession* session_ = nullptr;  // Ours to disconnect from; NULL once it has gone.
};

}  // namespace fairlead::host
