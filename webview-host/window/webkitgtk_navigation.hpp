// SPDX-License-Identifier: MIT
//
// webkitgtk_navigation — keeps a view on its app's own pages.
#pragma once

#include <fairlead/vocabulary/origin_rules.hpp>

#include <webkit2/webkit2.h>

#include <functional>
#include <string>

namespace fairlead::host {

class webkitgtk_navigation {
public:
    /// None is empty.
    struct hooks {
        std::function<void(std::string const& url)> outside;  ///< Another program may show it.
        std::function<void(std::string const& sentence)> refused;
        /// A page of that allowed origin is about to begin.
        std::function<void(std::string const& origin)> welcome;
    };
    /// The view is borrowed.
    webkitgtk_navigation(WebKitWebView* view, origin_rules allowed, hooks use);
    ~webkitgtk_navigation();
    webkitgtk_navigation(webkitgtk_navigation const&) = delete;
    webkitgtk_navigation& operator=(webkitgtk_navigation const&) = delete;

    /// A new document has no frames yet.
    void start_page() { foreign_frames_ = false; }

private:
    bool decide(WebKitPolicyDecision* decision, WebKitPolicyDecisionType type);
    bool decide_navigation(WebKitNavigationPolicyDecision* decision, bool in_new_window);
    bool decide_response(WebKitResponsePolicyDecision* decision);
    bool handle_failure(std::string const& url, GError const& error);
    void go_outside(std::string const& url);
    void refuse(std::string const& url);

    WebKitWebView* view_;
    origin_rules allowed_;
    hooks hooks_;
    bool foreign_frames_ = false;  // This page has let one in.
};

}  // namespace fairlead::host
