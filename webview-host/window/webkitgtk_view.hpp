// SPDX-License-Identifier: MIT
//
// webkitgtk_view — webview on WebKitGTK 4.1: one context, one view, one page at a time.
#pragma once

#include "webview-host/window/gtk_file_drop.hpp"
#include "webview-host/window/webkitgtk_automation.hpp"
#include "webview-host/window/webkitgtk_inpage.hpp"
#include "webview-host/window/webkitgtk_navigation.hpp"
#include "webview-host/window/webkitgtk_parts.hpp"
#include "webview-host/window/webkitgtk_zoom.hpp"
#include "webview-host/window/webview.hpp"

#include <webkit2/webkit2.h>

#include <memory>

namespace fairlead::host {

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
    void accept_files(page_options const& options);
    void connect_signals();
    void refuse(std::string const& sentence);

    webview_listener listener_;
    page_guard guard_;
    request_guard requests_;
    gobject<WebKitUserContentManager> content_;
    gobject<WebKitWebContext> context_;
    gobject<WebKitWebView> view_;
    std::unique_ptr<webkitgtk_navigation> navigation_;
    std::unique_ptr<webkitgtk_automation> automation_;
    std::unique_ptr<webkitgtk_inpage> inpage_;
    std::unique_ptr<gtk_file_drop> drop_;
    std::unique_ptr<webkitgtk_zoom> zoom_;
    // Answers of WebKit that come when this object has gone find it empty.
    std::shared_ptr<webkitgtk_view*> self_ = std::make_shared<webkitgtk_view*>(this);
    bool told_of_strangers_ = false;
};

}  // namespace fairlead::host
