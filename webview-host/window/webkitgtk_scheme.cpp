// SPDX-License-Identifier: MIT
//
// webkitgtk_scheme — WebKit's request into ours, our response into WebKit's.
#include "webview-host/window/webkitgtk_scheme.hpp"

#include "webview-host/assets/wails_paths.hpp"
#include "webview-host/window/body_stream.hpp"
#include "webview-host/window/gobject.hpp"
#include "webview-host/window/navigation_rules.hpp"

#include <fairlead/vocabulary/assert.hpp>

#include <libsoup/soup.h>

#include <memory>
#include <utility>

namespace fairlead::host {
namespace {

constexpr auto origin = own_origin;

gobject<GInputStream> stream_of(std::string text) {
    auto held = std::make_unique<std::string>(std::move(text));
    auto* where = held.get();
    GBytes* bytes = g_bytes_new_with_free_func(
        where->data(), where->size(), [](gpointer kept) { delete static_cast<std::string*>(kept); },
        held.release());
    gobject<GInputStream> stream{g_memory_input_stream_new_from_bytes(bytes)};
    g_bytes_unref(bytes);
    return stream;
}

/// An empty script: the page's process comes to it when it has taken what was sent before.
page_fence fence_before(WebKitWebView* view) {
    struct weak_view {
        GWeakRef ref{};
        explicit weak_view(WebKitWebView* to) { g_weak_ref_init(&ref, to); }
        ~weak_view() { g_weak_ref_clear(&ref); }
        weak_view(weak_view const&) = delete;
        weak_view& operator=(weak_view const&) = delete;
    };
    return [held = std::make_shared<weak_view>(view)](std::function<void()> passed) {
        const gobject<WebKitWebView> here{static_cast<WebKitWebView*>(g_weak_ref_get(&held->ref))};
        if (!here) return passed();
        webkit_web_view_evaluate_javascript(
            here.get(), "0", -1, nullptr, nullptr, nullptr,
            [](GObject* source, GAsyncResult* answer, gpointer done) {
                const std::unique_ptr<std::function<void()>> owner{
                    static_cast<std::function<void()>*>(done)};
                // Also when it failed: then that document is gone.
                GError* error = nullptr;
                const gobject<JSCValue> value{webkit_web_view_evaluate_javascript_finish(
                    WEBKIT_WEB_VIEW(source), answer, &error)};
                const gerror owned{error};
                (*owner)();
            },
            new std::function<void()>{std::move(passed)});
    };
}

gobject<GInputStream> stream_of(asset_body body, WebKitWebView* view) {
    if (auto* text = std::get_if<std::string>(&body)) return stream_of(std::move(*text));
    // Files are read by other threads: the host has made a source of each.
    FAIRLEAD_ASSERT(std::holds_alternative<std::shared_ptr<body_source>>(body));
    return make_body_stream(std::get<std::shared_ptr<body_source>>(std::move(body)),
                            fence_before(view));
}

void finish(WebKitURISchemeRequest* request, asset_response response) {
    const auto bytes = body_bytes(response.body);
    const auto stream =
        stream_of(std::move(response.body), webkit_uri_scheme_request_get_web_view(request));
    const gobject<WebKitURISchemeResponse> answer{
        webkit_uri_scheme_response_new(stream.get(), bytes ? static_cast<gint64>(*bytes) : -1)};
    webkit_uri_scheme_response_set_status(answer.get(), static_cast<guint>(response.status),
                                          std::string{reason_phrase(response.status)}.c_str());
    auto* headers = soup_message_headers_new(SOUP_MESSAGE_HEADERS_RESPONSE);
    for (auto const& [name, value] : response.headers)
        soup_message_headers_append(headers, name.c_str(), value.c_str());
    webkit_uri_scheme_response_set_http_headers(answer.get(), headers);  // Takes them.
    if (const auto type = response.header("Content-Type"); !type.empty())
        webkit_uri_scheme_response_set_content_type(answer.get(), std::string{type}.c_str());
    webkit_uri_scheme_request_finish_with_response(request, answer.get());
}

page_request read_request(WebKitURISchemeRequest* request) {
    page_request read;
    if (char const* method = webkit_uri_scheme_request_get_http_method(request))
        read.method = method;
    if (auto* headers = webkit_uri_scheme_request_get_http_headers(request)) {
        soup_message_headers_foreach(
            headers,
            [](char const* name, char const* value, gpointer list) {
                static_cast<std::vector<http_header>*>(list)->push_back({name, value});
            },
            &read.headers);
    }
    return read;
}

struct scheme {
    request_guard guard;
    request_handler handler;
};

/// What was sent along, until it has all been read.
struct arriving_body {
    std::shared_ptr<WebKitURISchemeRequest> request;
    gobject<GInputStream> stream;
    page_request asked;
    std::shared_ptr<scheme const> ours;
};

void hand_over(std::shared_ptr<WebKitURISchemeRequest> request, page_request asked,
               request_handler const& handler) {
    // WebKit wants its answers on this thread and does not care when.
    handler(std::move(asked), [held = std::move(request)](asset_response response) {
        finish(held.get(), std::move(response));
    });
}

void read_on(std::unique_ptr<arriving_body> body) {
    constexpr gsize step = 256u << 10;
    auto* stream = body->stream.get();
    g_input_stream_read_bytes_async(
        stream, step, G_PRIORITY_DEFAULT, nullptr,
        [](GObject* source, GAsyncResult* answer, gpointer held) {
            std::unique_ptr<arriving_body> owner{static_cast<arriving_body*>(held)};
            GError* error = nullptr;
            auto* came = g_input_stream_read_bytes_finish(G_INPUT_STREAM(source), answer, &error);
            const gerror owned{error};
            if (came == nullptr)
                return finish(owner->request.get(), error_page(400, message_of(owned)));
            gsize size = 0;
            auto const* data = static_cast<char const*>(g_bytes_get_data(came, &size));
            if (size != 0) owner->asked.body.append(data, size);
            g_bytes_unref(came);
            if (owner->asked.body.size() > request_body_bytes_max)
                return finish(owner->request.get(),
                              error_page(413, "A page sends at most 32 MiB to its app."));
            if (size != 0) return read_on(std::move(owner));
            hand_over(std::move(owner->request), std::move(owner->asked), owner->ours->handler);
        },
        body.release());
}

void answer(WebKitURISchemeRequest* request, std::shared_ptr<scheme const> const& ours) {
    const std::string_view address = webkit_uri_scheme_request_get_uri(request);
    if (!is_own_address(address))
        return finish(request, error_page(403, "The app's address is wails://wails/."));
    auto asked = read_request(request);
    asked.target = address.size() > origin.size() ? address.substr(origin.size()) : "/";
    // A long text has an address that cannot be guessed; who may read it there is said by its
    // headers.
    const bool is_secret = asked.target.starts_with(payload_path_prefix);
    if (const auto from = header_in(asked.headers, "Origin");
        !from.empty() && from != origin && !is_secret)
        return finish(request, error_page(403, "The app's files are for the app's own pages."));
    const bool by_page = ours->guard.open(asked.headers);
    const std::shared_ptr<WebKitURISchemeRequest> held{retain(request)};
    if (asked.method == "GET" || asked.method == "HEAD")
        return hand_over(held, std::move(asked), ours->handler);
    if (!by_page)
        return finish(request, error_page(403, "Only the app's own page sends something to it, and "
                                               "only by fetch or XMLHttpRequest."));
    auto* stream = webkit_uri_scheme_request_get_http_body(request);
    if (stream == nullptr) return hand_over(held, std::move(asked), ours->handler);
    read_on(std::make_unique<arriving_body>(
        arriving_body{held, gobject<GInputStream>{stream}, std::move(asked), ours}));
}

}  // namespace

void serve_wails_scheme(WebKitWebContext* context, request_guard guard, request_handler handler) {
    auto* security = webkit_web_context_get_security_manager(context);
    webkit_security_manager_register_uri_scheme_as_secure(security, "wails");
    webkit_security_manager_register_uri_scheme_as_cors_enabled(security, "wails");
    webkit_web_context_register_uri_scheme(
        context, "wails",
        [](WebKitURISchemeRequest* request, gpointer held) {
            answer(request, *static_cast<std::shared_ptr<scheme const>*>(held));
        },
        new std::shared_ptr<scheme const>{
            std::make_shared<scheme const>(scheme{std::move(guard), std::move(handler)})},
        [](gpointer held) { delete static_cast<std::shared_ptr<scheme const>*>(held); });
}

}  // namespace fairlead::host
