// SPDX-License-Identifier: MIT
//
// http_message — headers, bodies, and the page for what went wrong.
#include "webview-host/assets/http_message.hpp"

#include "webview-host/assets/conditions.hpp"
#include "webview-host/assets/html_text.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace fairlead::host {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

auto named(std::string_view name) {
    return [name](http_header const& header) { return same_name(header.name, name); };
}

}  // namespace

std::string_view header_in(std::span<http_header const> headers, std::string_view name) {
    const auto found = std::ranges::find_if(headers, named(name));
    return found == headers.end() ? std::string_view{} : std::string_view{found->value};
}

bool has_header(std::span<http_header const> headers, std::string_view name) {
    return std::ranges::any_of(headers, named(name));
}

void set_header(std::vector<http_header>& headers, std::string_view name, std::string value) {
    std::erase_if(headers, named(name));
    headers.push_back({std::string{name}, std::move(value)});
}

asset_request::wish asset_request::wants() const {
    // No script can set it; not every webview sends it.
    if (const auto mode = header("Sec-Fetch-Mode"); !mode.empty())
        return mode == "navigate" ? wish::document : wish::part;
    const auto accept = header("Accept");
    if (accept.empty()) return wish::unknown;
    // Browsers name both for documents; a script that fetches some HTML names one or none.
    const bool document = accept.find("text/html") != accept.npos &&
                          accept.find("application/xhtml+xml") != accept.npos;
    return document ? wish::document : wish::part;
}

std::string_view reason_phrase(int status) {
    constexpr std::array<std::pair<int, std::string_view>, 35> phrases{{
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {206, "Partial Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {411, "Length Required"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {416, "Range Not Satisfiable"},
        {418, "I'm a teapot"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {451, "Unavailable For Legal Reasons"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
        {507, "Insufficient Storage"},
    }};
    const auto found = std::ranges::find(phrases, status, &std::pair<int, std::string_view>::first);
    return found == phrases.end() ? "Unknown" : found->second;
}

std::optional<std::uint64_t> body_bytes(asset_body const& body) {
    if (auto const* text = std::get_if<std::string>(&body)) return text->size();
    if (auto const* slice = std::get_if<file_slice>(&body)) return slice->bytes;
    return std::get<std::shared_ptr<body_source>>(body)->bytes();
}

result<std::string> read_at(int fd, std::uint64_t offset, std::uint64_t bytes) {
    std::string text(bytes, '\0');
    std::size_t have = 0;
    while (have < text.size()) {
        const auto got =
            ::pread(fd, text.data() + have, text.size() - have, static_cast<off_t>(offset + have));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return last_system_error();
        if (got == 0) break;  // Cut short since it was opened.
        have += static_cast<std::size_t>(got);
    }
    text.resize(have);
    return text;
}

asset_response error_page(int status, std::string_view what) {
    std::string page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">"
                       "<meta name=\"color-scheme\" content=\"light dark\"><title>";
    page.append(std::to_string(status)).append(" ").append(reason_phrase(status));
    page.append("</title></head>\n<body style=\"font: 1rem/1.5 system-ui; margin: 4rem auto; "
                "max-width: 40rem; padding: 0 1rem\">\n<h1>");
    page.append(reason_phrase(status)).append("</h1>\n<p>").append(escaped_for_html(what));
    page.append("</p>\n</body>\n</html>\n");
    return {status, {{"Content-Type", "text/html; charset=utf-8"}}, std::move(page)};
}

void finish_response(asset_request const& request, asset_response& response) {
    apply_conditions(request, response);
    set_header(response.headers, "X-Content-Type-Options", "nosniff");
    const bool has_body =
        response.status >= 200 && response.status != 204 && response.status != 304;
    if (!has_body) response.body = std::string{};
    // Of a HEAD that somebody else answered we know the length from him alone.
    const auto bytes = body_bytes(response.body);
    const bool known = request.method == "HEAD" && has_header(response.headers, "Content-Length");
    if (has_body && bytes && !known)
        set_header(response.headers, "Content-Length", std::to_string(*bytes));
    if (request.method == "HEAD") response.body = std::string{};
}

}  // namespace fairlead::host
