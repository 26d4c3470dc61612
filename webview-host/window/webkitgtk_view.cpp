// SPDX-License-Identifier: MIT
//
// webkitgtk_view — the view and its signals; what to think of an address is navigation_rules'
// business.
#include "webview-host/window/webkitgtk_view.hpp"

#include "webview-host/window/navigation_rules.hpp"
#include "webview-host/window/webkitgtk_scheme.hpp"

#include <cairo.h>

#include <filesystem>
#include <utility>

namespace fairlead::host {
namespace {

gobject<WebKitWebContext> make_context(webkitgtk_options const& options) {
    // A driven view must find nothing of an earlier run and leave nothing to a later one.
    if (options.automation) return gobject<WebKitWebContext>{webkit_web_context_new_ephemeral()};
    const auto below = [&](char const* root) {
        return (std::filesystem::path{root} / "fairlead" / options.app / "webview").string();
    };
    const gobject<WebKitWebsiteDataManager> storage{webkit_website_data_manager_new(
        "base-data-directory", below(g_get_user_data_dir()).c_str(), "base-cache-directory",
        below(g_get_user_cache_dir()).c_str(), nullptr)};
    return gobject<WebKitWebContext>{
        webkit_web_context_new_with_website_data_manager(storage.get())};
}

gobject<WebKitSettings> make_settings(bool devtools) {
    gobject<WebKitSettings> settings{webkit_settings_new()};
    // A page that comes back from it comes without a new window object: its calls would hang.
    webkit_settings_set_enable_page_cache(settings.get(), FALSE);
    webkit_settings_set_enable_developer_extras(settings.get(), devtools ? TRUE : FALSE);
    webkit_settings_set_enable_write_console_messages_to_stdout(settings.get(), FALSE);
    webkit_settings_set_javascript_can_access_clipboard(settings.get(), TRUE);
    webkit_settings_set_user_agent_with_application_details(settings.get(), "wails.io", nullptr);
    return settings;
}

void add_script(WebKitUserContentManager* to, std::string const& source,
                WebKitUserContentInjectedFrames frames) {
    char const* const own_pages[] = {"wails://wails/*", nullptr};
    auto* script = webkit_user_script_new(
        source.c_str(), frames, WEBKIT_USER_SCRIPT_INJECT_AT_DOCUMENT_START, own_pages, nullptr);
    webkit_user_content_manager_add_script(to, script);
    webkit_user_script_unref(script);
}

gobject<WebKitUserContentManager> make_content(page_guard const& guard) {
    gobject<WebKitUserContentManager> content{webkit_user_content_manager_new()};
    add_script(content.get(), guard.user_script(), WEBKIT_USER_CONTENT_INJECT_TOP_FRAME);
    add_script(content.get(), std::string{page_guard::child_frame_script()},
               WEBKIT_USER_CONTENT_INJECT_ALL_FRAMES);
    return content;
}

}  // namespace

webkitgtk_view::webkitgtk_view(webkitgtk_options const& options, webview_listener listener)
    : listener_{std::move(listener)}, content_{make_content(guard_)}, context_{
                                                                          make_context(options)} {
    serve_wails_scheme(context_.get(), [self = std::weak_ptr{self_}](page_request request,
                                                                     page_responder respond) {
        if (const auto here = self.lock(); here && (*here)->listener_.on_request)
            (*here)->listener_.on_request(std::move(request), std::move(respond));
    });
    const auto settings = make_settings(options.devtools);
    view_ = adopt(WEBKIT_WEB_VIEW(g_object_new(WEBKIT_TYPE_WEB_VIEW, "web-context", context_.get(),
                                               "user-content-manager", content_.get(), "settings",
                                               settings.get(), "is-controlled-by-automation",
                                               options.automation ? TRUE : FALSE, nullptr)));
    if (options.automation)
        automation_ = std::make_unique<webkitgtk_automation>(context_.get(), view_.get(),
                                                             options.app, listener_.on_closed);
    connect_signals();
    // Connected first: WebKit's rule, or the message of a quick page is lost.
    webkit_user_content_manager_register_script_message_handler(content_.get(), "external");
    set_background(options.background);
}

webkitgtk_view::~webkitgtk_view() {
    self_.reset();
    automation_.reset();
    g_signal_handlers_disconnect_by_data(content_.get(), this);
    g_signal_handlers_disconnect_by_data(view_.get(), this);
}

void webkitgtk_view::connect_signals() {
    const auto message = +[](WebKitUserContentManager*, WebKitJavascriptResult* text,
                             gpointer self) { static_cast<webkitgtk_view*>(self)->receive(text); };
    const auto load = +[](WebKitWebView*, WebKitLoadEvent event, gpointer self) {
        auto* view = static_cast<webkitgtk_view*>(self);
        if (event == WEBKIT_LOAD_COMMITTED) {
            view->foreign_frames_ = false;
            if (view->listener_.on_page_started) view->listener_.on_page_started();
        }
        if (event == WEBKIT_LOAD_FINISHED && view->listener_.on_page_loaded)
            view->listener_.on_page_loaded();
    };
    const auto policy = +[](WebKitWebView*, WebKitPolicyDecision* decision,
                            WebKitPolicyDecisionType type, gpointer self) -> gboolean {
        return static_cast<webkitgtk_view*>(self)->decide(decision, type) ? TRUE : FALSE;
    };
    const auto failed = +[](WebKitWebView*, WebKitLoadEvent, char const* url, GError* error,
                            gpointer self) -> gboolean {
        auto* view = static_cast<webkitgtk_view*>(self);
        // Our own refusal, told already, and what the page has taken back: nothing is shown.
        if (g_error_matches(error, WEBKIT_POLICY_ERROR,
                            WEBKIT_POLICY_ERROR_FRAME_LOAD_INTERRUPTED_BY_POLICY_CHANGE) != FALSE ||
            g_error_matches(error, WEBKIT_NETWORK_ERROR, WEBKIT_NETWORK_ERROR_CANCELLED) != FALSE)
            return FALSE;
        if (is_own_address(url)) return FALSE;  // WebKit's own page for it.
        view->go_outside(url);
        return TRUE;  // The page that is there stays.
    };
    const auto lost = +[](WebKitWebView*, WebKitWebProcessTerminationReason why, gpointer self) {
        auto* view = static_cast<webkitgtk_view*>(self);
        if (view->listener_.on_page_lost)
            view->listener_.on_page_lost(why == WEBKIT_WEB_PROCESS_EXCEEDED_MEMORY_LIMIT
                                             ? "the page's process used too much memory"
                                             : "the page's process has ended");
    };
    const auto closed = +[](WebKitWebView*, gpointer self) {
        auto* view = static_cast<webkitgtk_view*>(self);
        if (view->listener_.on_closed) view->listener_.on_closed();
    };
    g_signal_connect(content_.get(), "script-message-received::external", G_CALLBACK(message),
                     this);
    g_signal_connect(view_.get(), "load-changed", G_CALLBACK(load), this);
    g_signal_connect(view_.get(), "decide-policy", G_CALLBACK(policy), this);
    g_signal_connect(view_.get(), "load-failed", G_CALLBACK(failed), this);
    g_signal_connect(view_.get(), "web-process-terminated", G_CALLBACK(lost), this);
    g_signal_connect(view_.get(), "close", G_CALLBACK(closed), this);
}

void webkitgtk_view::receive(WebKitJavascriptResult* message) {
    auto* value = webkit_javascript_result_get_js_value(message);
    std::optional<page_guard::message> opened;
    GBytes* bytes = nullptr;
    if (jsc_value_is_string(value) != FALSE) {
        bytes = jsc_value_to_string_as_bytes(value);  // With its length: a text may hold a NUL.
        gsize size = 0;
        auto const* text = static_cast<char const*>(g_bytes_get_data(bytes, &size));
        opened = guard_.open({text, size});
    }
    if (opened) {
        if (listener_.on_message) listener_.on_message(opened->page, opened->text);
    } else if (!std::exchange(told_of_strangers_, true)) {
        refuse(
            "a frame that is not the app's page sent a message; it and others like it are ignored");
    }
    if (bytes != nullptr) g_bytes_unref(bytes);
}

bool webkitgtk_view::decide(WebKitPolicyDecision* decision, WebKitPolicyDecisionType type) {
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

bool webkitgtk_view::decide_navigation(WebKitNavigationPolicyDecision* decision,
                                       bool in_new_window) {
    auto* action = webkit_navigation_policy_decision_get_navigation_action(decision);
    const std::string url =
        webkit_uri_request_get_uri(webkit_navigation_action_get_request(action));
    const auto type = webkit_navigation_action_get_navigation_type(action);
    const bool by_link = type == WEBKIT_NAVIGATION_TYPE_LINK_CLICKED ||
                         type == WEBKIT_NAVIGATION_TYPE_FORM_SUBMITTED;
    switch (judge({url, in_new_window, by_link, foreign_frames_})) {
        case navigation_verdict::load: return false;
        case navigation_verdict::ask_later: return false;
        case navigation_verdict::outside: go_outside(url); break;
        case navigation_verdict::refuse: refuse("the page may not go to " + url); break;
    }
    webkit_policy_decision_ignore(WEBKIT_POLICY_DECISION(decision));
    return true;
}

bool webkitgtk_view::decide_response(WebKitResponsePolicyDecision* decision) {
    const std::string url =
        webkit_uri_request_get_uri(webkit_response_policy_decision_get_request(decision));
    const bool main_frame =
        webkit_response_policy_decision_is_main_frame_main_resource(decision) != FALSE;
    switch (judge_response(url, main_frame)) {
        case navigation_verdict::outside: go_outside(url); break;
        case navigation_verdict::refuse: refuse("the page may not go to " + url); break;
        default:
            if (!is_own_address(url)) foreign_frames_ = true;
            return false;
    }
    webkit_policy_decision_ignore(WEBKIT_POLICY_DECISION(decision));
    return true;
}

void webkitgtk_view::go_outside(std::string const& url) {
    if (!is_outside_address(url)) return refuse("the page may not go to " + url);
    if (listener_.on_outside_address) listener_.on_outside_address(url);
}

void webkitgtk_view::refuse(std::string const& sentence) {
    if (listener_.on_refused) listener_.on_refused(sentence);
}

void webkitgtk_view::set_background(window_colour colour) {
    const GdkRGBA channels{colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0,
                           colour.alpha / 255.0};
    webkit_web_view_set_background_color(view_.get(), &channels);
}

void webkitgtk_view::load_start_page() {
    webkit_web_view_load_uri(view_.get(), std::string{start_address}.c_str());
}

namespace {

using text_handler = std::function<void(std::optional<std::string>)>;

/// What waits for WebKit's answer; the view may have gone by then.
struct waiting {
    std::weak_ptr<webkitgtk_view*> view;
    text_handler done;
};

/// Finish: webkit_web_view_…_finish; nothing when the script threw.
template <auto Finish>
void settle(GObject* source, GAsyncResult* answer, gpointer held) {
    const std::unique_ptr<waiting> owner{static_cast<waiting*>(held)};
    GError* error = nullptr;
    const gobject<JSCValue> value{Finish(WEBKIT_WEB_VIEW(source), answer, &error)};
    const gerror owned{error};
    if (owner->view.expired() || !owner->done) return;
    if (!value) return owner->done(std::nullopt);
    const gtext text{
        jsc_value_is_undefined(value.get()) != FALSE ? nullptr : jsc_value_to_string(value.get())};
    owner->done(text ? text.get() : "");
}

}  // namespace

void webkitgtk_view::evaluate(std::string const& script, std::function<void(bool)> done) {
    text_handler ran;
    if (done)
        ran = [done = std::move(done)](std::optional<std::string> const& text) {
            done(text.has_value());
        };
    webkit_web_view_evaluate_javascript(
        view_.get(), script.data(), static_cast<gssize>(script.size()), nullptr, nullptr, nullptr,
        settle<webkit_web_view_evaluate_javascript_finish>, new waiting{self_, std::move(ran)});
}

void webkitgtk_view::run_async(std::string const& body,
                               std::function<void(std::optional<std::string>)> done) {
    webkit_web_view_call_async_javascript_function(
        view_.get(), body.data(), static_cast<gssize>(body.size()), nullptr, nullptr, nullptr,
        nullptr, settle<webkit_web_view_call_async_javascript_function_finish>,
        new waiting{self_, std::move(done)});
}

void webkitgtk_view::save_screenshot(std::string const& path,
                                     std::function<void(std::string const&)> done) {
    struct picture {
        std::string path;
        std::function<void(std::string const&)> done;
        std::weak_ptr<webkitgtk_view*> view;
    };
    webkit_web_view_get_snapshot(
        view_.get(), WEBKIT_SNAPSHOT_REGION_VISIBLE, WEBKIT_SNAPSHOT_OPTIONS_NONE, nullptr,
        [](GObject* source, GAsyncResult* answer, gpointer held) {
            const std::unique_ptr<picture> owner{static_cast<picture*>(held)};
            GError* error = nullptr;
            auto* drawn =
                webkit_web_view_get_snapshot_finish(WEBKIT_WEB_VIEW(source), answer, &error);
            const gerror owned{error};
            std::string problem;
            if (drawn == nullptr) {
                problem = message_of(owned);
            } else {
                if (const auto status = cairo_surface_write_to_png(drawn, owner->path.c_str());
                    status != CAIRO_STATUS_SUCCESS)
                    problem = owner->path + ": " + cairo_status_to_string(status);
                cairo_surface_destroy(drawn);
            }
            if (!owner->view.expired() && owner->done) owner->done(problem);
        },
        new picture{path, std::move(done), self_});
}

}  // namespace fairlead::host
