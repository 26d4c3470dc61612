// SPDX-License-Identifier: MIT
//
// webkitgtk_navigation — WebKit asks before a request and before a response; what to think of an
// address is navigation_rules' business.
#include "webview-host/window/webkitgtk_navigation.hpp"

#include "webview-host/window/navigation_rules.hpp"

#include <glib-object.h>

#include <utility>

namespace fairlead::host {

webkitgtk_navigation::webkitgtk_navigation(WebKitWebView* view, origin_rules allowed, hooks use)
    : view_{view}, allowed_{std::move(allowed)}, hooks_{std::move(use)} {
    const auto policy = +[](WebKitWebView*, WebKitPolicyDecision* decision,
                            WebKitPolicyDecisionType type, gpointer self) -> gboolean {
        return static_cast<webkitgtk_navigation*>(self)->decide(decision, type) ? TRUE : FALSE;
    };
    const auto failed = +[](WebKitWebView*, WebKitLoadEvent, char const* url, GError* error,
                            gpointer self) -> gboolean {
        return static_cast<webkitgtk_navigation*>(self)->handle_failure(url, *error) ? TRUE : FALSE;
    };
    g_signal_connect(view_, "decide-policy", G_CALLBACK(policy), this);
    g_signal_connect(view_, "load-failed", G_CALLBACK(failed), this);
}

webkitgtk_navigation::~webkitgtk_navigation() { g_signal_handlers_disconnect_by_data(view_, this); }

bool webkitgtk_navigation::handle_failure(std::string const& url, GError const& error) {
    // Our own refusal, told already, and what the page has taken back: nothing is shown.
    if (g_error_matches(&error, WEBKIT_POLICY_ERROR,
                        WEBKIT_POLICY_ERROR_FRAME_LOAD_INTERRUPTED_BY_POLICY_CHANGE) != FALSE ||
        g_error_matches(&error, WEBKIT_NETWORK_ERROR, WEBKIT_NETWORK_ERROR_CANCELLED) != FALSE)
        return false;
    if (is_own_address(url)) return false;  // WebKit's own page for it.
    if (allowed_.allows(url)) {
        hooks_.refused("the page at " + url.substr(0, 200) +
                       " could not be loaded: " + error.message);
        return true;
    }
    go_outside(url);
    return true;  // The page that is there stays.
}

bool webkitgtk_navigation::decide(WebKitPolicyDecision* decision, WebKitPolicyDecisionType type) {
    switch (type) {
        case WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION:
            return decide_navigation(WEBKIT_NAVIGATION_POLICY_DECISION(decision), false);
        case WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION:
            return decide_navigation(WEBKIT_NAVIGATION_POLICY_DECISION(decision), true);
        case WEBKIT_POLICY_DECISION_TYPE_RESPONSE:
            return decide_response(WEBKIT_RESPONSE_POLICY_DECISION(decision));
        default: return false;
    }
}

bool webkitgtk_navigation::decide_navigation(WebKitNavigationPolicyDecision* decision,
                                             bool in_new_window) {
    auto* action = webkit_navigation_policy_decision_get_navigation_action(decision);
    const std::string url =
        webkit_uri_request_get_uri(webkit_navigation_action_get_request(action));
    const auto type = webkit_navigation_action_get_navigation_type(action);
    const bool by_link = type == WEBKIT_NAVIGATION_TYPE_LINK_CLICKED ||
                         type == WEBKIT_NAVIGATION_TYPE_FORM_SUBMITTED;
    switch (judge({url, in_new_window, by_link, foreign_frames_, allowed_.allows(url)})) {
        case navigation_verdict::load: return false;
        case navigation_verdict::ask_later: return false;
        case navigation_verdict::outside: go_outside(url); break;
        case navigation_verdict::refuse: refuse(url); break;
    }
    webkit_policy_decision_ignore(WEBKIT_POLICY_DECISION(decision));
    return true;
}

bool webkitgtk_navigation::decide_response(WebKitResponsePolicyDecision* decision) {
    const std::string url =
        webkit_uri_request_get_uri(webkit_response_policy_decision_get_request(decision));
    const bool main_frame =
        webkit_response_policy_decision_is_main_frame_main_resource(decision) != FALSE;
    switch (judge_response(url, main_frame, allowed_.allows(url))) {
        case navigation_verdict::outside: go_outside(url); break;
        case navigation_verdict::refuse: refuse(url); break;
        default:
            if (is_own_address(url)) return false;
            if (main_frame) hooks_.welcome(origin_of(url));
            else foreign_frames_ = true;
            return false;
    }
    webkit_policy_decision_ignore(WEBKIT_POLICY_DECISION(decision));
    return true;
}

void webkitgtk_navigation::go_outside(std::string const& url) {
    if (!is_outside_address(url)) return refuse(url);
    hooks_.outside(url);
}

void webkitgtk_navigation::refuse(std::string const& url) {
    hooks_.refused("the page may not go to " + url.substr(0, 200));  // A data: address may be long.
}

}  // namespace fairlead::host
