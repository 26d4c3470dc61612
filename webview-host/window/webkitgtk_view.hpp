// SPDX-License-Identifier: MIT
//
// webkitgtk_view — webview on WebKitGTK 4.1: one context, one view, one page at a time.
#pragma once

#include "webview-host/window/gobject.hpp"
#include "webview-host/window/page_guard.hpp"
#include "webview-host/window/webkitgtk_automation.hpp"
#include "webview-host/window/webview.hpp"
#include "webview-host/window/window_frame.hpp"

#include <webkit2/webkit2.h>

#include <memory>

namespace fairlead::host {

struct webkitgtk_options {
    std::string app;  ///< Whose storage this page gets.
    bool devtools = false;
    bool automation = false;  ///< WebKitWebDriver may take the view over; nothing is stored.
    window_colour background;
};

class webkitgtk_view final : public webview {
public:
    webkitgtk_view(webkitgtk_options const& options, webview_listener listener);
    ~webkitgtk_view() override;
    webkitgtk_view(webkitgtk_view const&) = delete;
    webkitgtk_view& operator=(webkitgtk_view const&) = delete;

    GtkWidget* widget() const noexcept { return GTK_WIDGET(view_.get()); }
    void set_background(window_colour colour);

    void load_start_page() override;
    void evaluate(std::string const& script, std::function<void(bool)> done) override;
    void run_async(std::string const& body,
                   std::function<void(std::optional<std::string>)> done) override;
    void save_screenshot(std::string const& path,
                         std::function<void(std::string const&)> done) override;

private:
    void receive(WebKitJavascriptResult* message);
    void connect_signals();
    bool decide(WebKitPolicyDecision* decision, WebKitPolicyDecisionType type);
    bool decide_navigation(WebKitNavigationPolicyDecision* decision, bool in_new_window);
    bool decide_response(WebKitResponsePolicyDecision* decision);
    void go_outside(std::string const& url);
    void refuse(std::string const& sentence);

    webview_listener listener_;
    page_guard guard_;
    gobject<WebKitUserContentManager> content_;
    gobject<WebKitWebContext> context_;
    gobject<WebKitWebView> view_;
    std::unique_ptr<webkitgtk_automation> automation_;
    // Answers of WebKit that come when this object has gone find it empty.
    std::shared_ptr<webkitgtk_view*> self_ = std::make_shared<webkitgtk_view*>(this);
    bool foreign_frames_ = false;  // This page has let one in.
    bool told_of_strangers_ = false;
};

}  // namespace fairlead::host
