// SPDX-License-Identifier: MIT
//
// webkitgtk_automation — the driver asks for a view and gets the one that is there.
#include "webview-host/window/webkitgtk_automation.hpp"

#include <utility>

namespace fairlead::host {

webkitgtk_automation::webkitgtk_automation(WebKitWebContext* context, WebKitWebView* view,
                                           std::string app, std::function<void()> on_end)
    : context_{context}, view_{view}, app_{std::move(app)}, on_end_{std::move(on_end)} {
    webkit_web_context_set_automation_allowed(context_, TRUE);
    const auto started = +[](WebKitWebContext*, WebKitAutomationSession* session, gpointer self) {
        static_cast<webkitgtk_automation*>(self)->start(session);
    };
    g_signal_connect(context_, "automation-started", G_CALLBACK(started), this);
}

webkitgtk_automation::~webkitgtk_automation() {
    g_signal_handlers_disconnect_by_data(context_, this);
    forget_session();
}

void webkitgtk_automation::forget_session() {
    if (session_ == nullptr) return;
    g_signal_handlers_disconnect_by_data(session_, this);
    g_object_weak_unref(G_OBJECT(session_), session_gone, this);
    session_ = nullptr;
}

void webkitgtk_automation::start(WebKitAutomationSession* session) {
    auto* info = webkit_application_info_new();
    webkit_application_info_set_name(info, app_.c_str());
    webkit_application_info_set_version(info, 1, 0, 0);
    webkit_automation_session_set_application_info(session, info);
    webkit_application_info_unref(info);

    const auto wanted = +[](WebKitAutomationSession*, gpointer self) -> WebKitWebView* {
        return static_cast<webkitgtk_automation*>(self)->view_;
    };
    g_signal_connect(session, "create-web-view", G_CALLBACK(wanted), this);
    forget_session();
    session_ = session;
    g_object_weak_ref(G_OBJECT(session_), session_gone, this);
}

void webkitgtk_automation::session_gone(void* self, GObject*) {
    auto* automation = static_cast<webkitgtk_automation*>(self);
    automation->session_ = nullptr;
    if (automation->on_end_) automation->on_end_();
}

}  // namespace fairlead::host
