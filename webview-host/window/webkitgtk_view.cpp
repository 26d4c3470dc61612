// SPDX-License-Identifier: MIT
//
// webkitgtk_view — the view, its signals, its scripts, its picture.
#include "webview-host/window/webkitgtk_view.hpp"

#include "webview-host/window/navigation_rules.hpp"
#include "webview-host/window/webkitgtk_scheme.hpp"

#include <cairo.h>

#include <utility>

namespace fairlead::host {
webkitgtk_view::webkitgtk_view(webkitgtk_options const& options, webview_listener listener)
    : listener_{std::move(listener)}, content_{make_content(guard_, requests_)}, context_{
                                                                                     make_context(
                                                                                         options)} {
    serve_wails_scheme(context_.get(), requests_,
                       [self = std::weak_ptr{self_}](page_request request, page_responder respond) {
                           if (const auto here = self.lock(); here && (*here)->listener_.on_request)
                               (*here)->listener_.on_request(std::move(request),
                                                             std::move(respond));
                       });
    const auto settings = make_settings(options.page);
    view_ = adopt(WEBKIT_WEB_VIEW(g_object_new(WEBKIT_TYPE_WEB_VIEW, "web-context", context_.get(),
                                               "user-content-manager", content_.get(), "settings",
                                               settings.get(), "is-controlled-by-automation",
                                               options.automation ? TRUE : FALSE, nullptr)));
    if (options.automation)
        automation_ = std::make_unique<webkitgtk_automation>(context_.get(), view_.get(),
                                                             options.app, listener_.on_closed);
    navigation_ = std::make_unique<webkitgtk_navigation>(
        view_.get(), origin_rules{options.page.allowed_origins},
        webkitgtk_navigation::hooks{
            .outside =
                [this](std::string const& url) {
                    if (listener_.on_outside_address) listener_.on_outside_address(url);
                },
            .refused = [this](std::string const& sentence) { refuse(sentence); },
            .welcome =
                [this](std::string const& origin) {
                    if (listener_.page_scripts)
                        welcome_origin(content_.get(), guard_, origin, listener_.page_scripts());
                },
        });
    inpage_ = std::make_unique<webkitgtk_inpage>(view_.get(), [this](channel_responder respond) {
        if (listener_.on_channel_wanted) return listener_.on_channel_wanted(std::move(respond));
        respond("this host has no channels for pages");
    });
    webkit_web_view_set_zoom_level(view_.get(), options.page.zoom);
    if (options.page.zoom_control) zoom_ = std::make_unique<webkitgtk_zoom>(view_.get());
    if (!options.page.context_menu) refuse_menus(view_.get());
    accept_files(options.page);
    connect_signals();
    // Connected first: WebKit's rule, or the message of a quick page is lost.
    webkit_user_content_manager_register_script_message_handler(content_.get(), "external");
    set_background(options.background);
}

webkitgtk_view::~webkitgtk_view() {
    self_.reset();
    automation_.reset();
    drop_.reset();
    zoom_.reset();
    inpage_.reset();
    navigation_.reset();
    g_signal_handlers_disconnect_by_data(content_.get(), this);
    g_signal_handlers_disconnect_by_data(view_.get(), this);
}

void webkitgtk_view::accept_files(page_options const& options) {
    if (!options.file_drop && options.webview_drop) return;  // WebKit's own way.
    gtk_file_drop::handler dropped;
    if (options.file_drop)
        dropped = [this](int x, int y, std::vector<std::string> const& paths) {
            // The page counts in its own pixels.
            const auto zoom = webkit_web_view_get_zoom_level(view_.get());
            if (listener_.on_files_dropped)
                listener_.on_files_dropped(static_cast<int>(x / zoom), static_cast<int>(y / zoom),
                                           paths);
        };
    drop_ = std::make_unique<gtk_file_drop>(widget(), options.webview_drop, std::move(dropped));
}

void webkitgtk_view::connect_signals() {
    const auto message = +[](WebKitUserContentManager*, WebKitJavascriptResult* text,
                             gpointer self) { static_cast<webkitgtk_view*>(self)->receive(text); };
    const auto load = +[](WebKitWebView* from, WebKitLoadEvent event, gpointer self) {
        auto* view = static_cast<webkitgtk_view*>(self);
        if (event == WEBKIT_LOAD_COMMITTED) {
            view->navigation_->start_page();
            if (view->listener_.on_page_started)
                view->listener_.on_page_started(foreign_origin(webkit_web_view_get_uri(from)));
        }
        if (event == WEBKIT_LOAD_FINISHED && view->listener_.on_page_loaded)
            view->listener_.on_page_loaded();
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
