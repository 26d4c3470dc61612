// SPDX-License-Identifier: MIT
//
// webkitgtk_scheme — WebKit's request into ours, our response into WebKit's.
#include "webview-host/window/webkitgtk_scheme.hpp"

#include "webview-host/assets/wails_paths.hpp"
#include "webview-host/window/gobject.hpp"
#include "webview-host/window/navigation_rules.hpp"

#include <gio/gunixinputstream.h>
#include <libsoup/soup.h>
#include <sys/stat.h>

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

bool reaches_the_end(file_slice const& slice) {
    struct stat about {};
    return ::fstat(slice.fd.get(), &about) == 0 &&
           slice.offset + slice.bytes == static_cast<std::uint64_t>(about.st_size);
}

/// WebKit reads a stream to its end: a file whose end is wanted is streamed, a part of it is read.
result<gobject<GInputStream>> stream_of(asset_body body) {
    if (auto* slice = std::get_if<file_slice>(&body); slice != nullptr && reaches_the_end(*slice))
        return gobject<GInputStream>{g_unix_input_stream_new(slice->fd.release(), TRUE)};
    auto text = read_body(std::move(body));
    if (!text) return text.error();
    return stream_of(std::move(*text));
}

void finish(WebKitURISchemeRequest* request, asset_response response) {
    const auto bytes = static_cast<gint64>(body_bytes(response.body));
    auto stream = stream_of(std::move(response.body));
    if (!stream) {
        const gerror error{
            g_error_new_literal(G_IO_ERROR, G_IO_ERROR_FAILED, stream.error().message().c_str())};
        return webkit_uri_scheme_request_finish_error(request, error.get());
    }
    const gobject<WebKitURISchemeResponse> answer{
        webkit_uri_scheme_response_new(stream->get(), bytes)};
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

asset_response forbidden(std::string why) {
    return {403, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(why)};
}

page_request read_request(WebKitURISchemeRequest* request) {
    page_request read;
    if (char const* method = webkit_uri_scheme_request_get_http_method(request))
        read.method = method;
    // The body is not looked at: webkit_uri_scheme_request_get_http_body reads through a null
    // pointer when it is a Blob (measured, 2.50.6), and any frame can send one.
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

void answer(WebKitURISchemeRequest* request, request_handler const& handler) {
    const std::string_view address = webkit_uri_scheme_request_get_uri(request);
    if (!is_own_address(address))
        return finish(request, forbidden("The app's address is wails://wails/."));
    auto asked = read_request(request);
    asked.target = address.size() > origin.size() ? address.substr(origin.size()) : "/";
    // A long text has an address that cannot be guessed; who may read it there is said by its
    // headers.
    const bool is_secret = asked.target.starts_with(payload_path_prefix);
    for (auto const& [name, value] : asked.headers)
        if (g_ascii_strcasecmp(name.c_str(), "Origin") == 0 && value != origin && !is_secret)
            return finish(request, forbidden("The app's files are for the app's own pages."));
    // WebKit wants its answers on this thread and does not care when.
    handler(std::move(asked),
            [held = std::shared_ptr<WebKitURISchemeRequest>{retain(request)}](
                asset_response response) { finish(held.get(), std::move(response)); });
}

}  // namespace

void serve_wails_scheme(WebKitWebContext* context, request_handler handler) {
    auto* security = webkit_web_context_get_security_manager(context);
    webkit_security_manager_register_uri_scheme_as_secure(security, "wails");
    webkit_security_manager_register_uri_scheme_as_cors_enabled(security, "wails");
    webkit_web_context_register_uri_scheme(
        context, "wails",
        [](WebKitURISchemeRequest* request, gpointer held) {
            answer(request, *static_cast<request_handler*>(held));
        },
        new request_handler{std::move(handler)},
        [](gpointer held) { delete static_cast<request_handler*>(held); });
}

}  // namespace fairlead::host
