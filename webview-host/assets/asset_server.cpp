// SPDX-License-Identifier: MIT
//
// asset_server — first what is meant, then what of it is wanted: all, a part, or only the news
// that it has not changed.
#include "webview-host/assets/asset_server.hpp"

#include "webview-host/assets/html_injection.hpp"
#include "webview-host/assets/mime_types.hpp"
#include "webview-host/assets/scripts.hpp"
#include "webview-host/assets/wails_paths.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

namespace fairlead::host {
namespace {

// A page above this is served as it is: inserting two tags holds it in memory twice.
constexpr std::uint64_t html_bytes_max = 32u << 20;

constexpr std::string_view javascript_type = "text/javascript; charset=utf-8";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view header_in(std::span<http_header const> headers, std::string_view name) {
    const auto found =
        std::ranges::find_if(headers, [&](auto const& h) { return same_name(h.name, name); });
    return found == headers.end() ? std::string_view{} : std::string_view{found->value};
}

std::string_view trimmed(std::string_view text) {
    const auto first = std::min(text.find_first_not_of(" \t"), text.size());
    return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

/// FNV-1a: tells two versions of one text apart, which is all that an ETag is for.
std::string etag_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof digits, hash, 16).ptr;
    return '"' + std::string{digits, end} + '"';
}

asset_response response_of(int status, std::string_view type, asset_body body) {
    asset_response response{status, {}, std::move(body)};
    response.headers.push_back({"Content-Type", std::string{type}});
    return response;
}

asset_response cacheable(std::string_view type, asset_body body, std::string etag) {
    auto response = response_of(200, type, std::move(body));
    // Kept, but asked about each time: the files of an app change under a running page.
    response.headers.push_back({"Cache-Control", "no-cache"});
    response.headers.push_back({"ETag", std::move(etag)});
    response.headers.push_back({"Accept-Ranges", "bytes"});
    return response;
}

std::string escaped_for_html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '&': out += "&amp;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
    return out;
}

asset_response error_page(int status, std::string_view what) {
    std::string page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">"
                       "<meta name=\"color-scheme\" content=\"light dark\"><title>";
    page.append(std::to_string(status)).append(" ").append(reason_phrase(status));
    page.append("</title></head>\n<body style=\"font: 1rem/1.5 system-ui; margin: 4rem auto; "
                "max-width: 40rem; padding: 0 1rem\">\n<h1>");
    page.append(reason_phrase(status)).append("</h1>\n<p>").append(escaped_for_html(what));
    page.append("</p>\n</body>\n</html>\n");
    return response_of(status, "text/html; charset=utf-8", std::move(page));
}

asset_response refusal(std::string_view path, boost::system::error_code why) {
    if (why.value() == EACCES) return error_page(403, std::string{path} + " may not be read.");
    if (why.value() == EMFILE || why.value() == ENFILE || why.value() == EIO)
        return error_page(500, std::string{path} + ": " + why.message());
    // Also for what leads out of the folder: a page need not learn what is there.
    if (path == "/")
        return error_page(404, "The app has no index.html in its asset folder (\"assetdir\" in "
                               "wails.json).");
    return error_page(404, "The app has no " + std::string{path} + ".");
}

result<std::string> read_at(int fd, std::uint64_t offset, std::uint64_t bytes) {
    std::string text(bytes, '\0');
    std::size_t have = 0;
    while (have < text.size()) {
        const auto got =
            ::pread(fd, text.data() + have, text.size() - have, static_cast<off_t>(offset + have));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return last_system_error();
        if (got == 0) break;  // Cut short since it was opened; Content-Length is counted later.
        have += static_cast<std::size_t>(got);
    }
    text.resize(have);
    return text;
}

bool lists_tag(std::string_view list, std::string_view etag) {
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        auto item = trimmed(list.substr(0, comma));
        if (item.starts_with("W/")) item.remove_prefix(2);
        if (item == "*" || item == etag) return true;
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

struct byte_range {
    std::uint64_t first, last;
};

enum class range_verdict { whole, part, unsatisfiable };

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// "bytes=0-99", "bytes=100-", "bytes=-50". Several ranges, or what is not understood: the whole.
std::pair<range_verdict, byte_range> parse_range(std::string_view header, std::uint64_t size) {
    constexpr std::pair whole{range_verdict::whole, byte_range{0, 0}};
    constexpr std::pair nothing{range_verdict::unsatisfiable, byte_range{0, 0}};
    if (!header.starts_with("bytes=")) return whole;
    header = trimmed(header.substr(6));
    const auto dash = header.find('-');
    if (dash == header.npos || header.find(',') != header.npos) return whole;
    const auto first = number_in(header.substr(0, dash)), last = number_in(header.substr(dash + 1));

    if (dash == 0) {
        if (!last) return whole;
        if (*last == 0 || size == 0) return nothing;
        return {range_verdict::part, {size - std::min(*last, size), size - 1}};
    }
    if (!first || (!last && dash + 1 != header.size()) || (last && *last < *first)) return whole;
    if (*first >= size) return nothing;
    return {range_verdict::part, {*first, std::min(last.value_or(size - 1), size - 1)}};
}

void cut(asset_body& body, byte_range range) {
    const auto bytes = range.last - range.first + 1;
    if (auto* text = std::get_if<std::string>(&body)) {
        *text = text->substr(range.first, bytes);
    } else {
        auto& slice = std::get<file_slice>(body);
        slice.offset += range.first;
        slice.bytes = bytes;
        ::lseek(slice.fd.get(), static_cast<off_t>(slice.offset), SEEK_SET);
    }
}

void narrow_to_range(asset_request const& request, asset_response& response) {
    const auto wanted = header_in(request.headers, "Range");
    const auto condition = header_in(request.headers, "If-Range");
    if (wanted.empty() || response.header("Accept-Ranges").empty()) return;
    if (!condition.empty() && condition != response.header("ETag")) return;

    const auto size = body_bytes(response.body);
    const auto [verdict, range] = parse_range(wanted, size);
    if (verdict == range_verdict::whole) return;
    if (verdict == range_verdict::unsatisfiable) {
        response = error_page(416, "The file has no such part.");
        response.headers.push_back({"Content-Range", "bytes */" + std::to_string(size)});
        return;
    }
    response.status = 206;
    response.headers.push_back({"Content-Range", "bytes " + std::to_string(range.first) + '-' +
                                                     std::to_string(range.last) + '/' +
                                                     std::to_string(size)});
    cut(response.body, range);
}

void apply_conditions(asset_request const& request, asset_response& response) {
    if (response.status != 200) return;
    const auto etag = response.header("ETag");
    if (!etag.empty() && lists_tag(header_in(request.headers, "If-None-Match"), etag)) {
        response.status = 304;
        response.body = std::string{};
        return;
    }
    if (request.method == "GET") narrow_to_range(request, response);
}

}  // namespace

std::string_view asset_response::header(std::string_view name) const {
    return header_in(headers, name);
}

std::string_view reason_phrase(int status) {
    constexpr std::array<std::pair<int, std::string_view>, 8> phrases{{
        {200, "OK"},
        {206, "Partial Content"},
        {304, "Not Modified"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {416, "Range Not Satisfiable"},
        {500, "Internal Server Error"},
    }};
    const auto found = std::ranges::find(phrases, status, &std::pair<int, std::string_view>::first);
    return found == phrases.end() ? "Unknown" : found->second;
}

std::uint64_t body_bytes(asset_body const& body) {
    if (auto const* text = std::get_if<std::string>(&body)) return text->size();
    return std::get<file_slice>(body).bytes;
}

result<std::string> read_body(asset_body body) {
    if (auto* text = std::get_if<std::string>(&body)) return std::move(*text);
    auto const& slice = std::get<file_slice>(body);
    return read_at(slice.fd.get(), slice.offset, slice.bytes);
}

std::string bindings_line(std::string_view bindings_json) {
    if (bindings_json.empty()) return {};
    std::string literal;
    append_json_string(literal, bindings_json);
    std::string line = "window.wailsbindings='";
    for (const char c : std::string_view{literal}.substr(1, literal.size() - 2)) {
        if (c == '\'') line += '\\';
        line += c;
    }
    return line += "';\n";
}

asset_server::asset_server(asset_folder folder, bindings_source bindings, payload_source payloads)
    : folder_{std::move(folder)}, bindings_{std::move(bindings)}, payloads_{std::move(payloads)} {}

asset_response asset_server::answer(asset_request const& request) const {
    auto response = find(request);
    apply_conditions(request, response);
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    if (response.status != 304)
        response.headers.push_back({"Content-Length", std::to_string(body_bytes(response.body))});
    if (request.method == "HEAD") response.body = std::string{};
    return response;
}

asset_response asset_server::find(asset_request const& request) const {
    const auto path = request.target.substr(0, request.target.find_first_of("?#"));
    const bool is_payload = path.starts_with(payload_path_prefix);
    // A HEAD must not use a payload up.
    if (request.method != "GET" && (request.method != "HEAD" || is_payload)) {
        auto response = error_page(405, "Assets are only read.");
        response.headers.push_back({"Allow", is_payload ? "GET" : "GET, HEAD"});
        return response;
    }
    if (is_payload) return payload(path.substr(payload_path_prefix.size()));
    if (path == ipc_path)
        return cacheable(javascript_type, std::string{ipc_script()}, etag_of(ipc_script()));
    if (path == runtime_path) {
        auto text = bindings_line(bindings_()).append(runtime_script());
        auto etag = etag_of(text);
        return cacheable(javascript_type, std::move(text), std::move(etag));
    }
    return file(path);
}

asset_response asset_server::payload(std::string_view id) const {
    auto text = payloads_(id);
    if (!text) return error_page(404, "This text was fetched before, or its page is gone.");
    auto response = response_of(200, "application/json; charset=utf-8", std::move(*text));
    response.headers.push_back({"Cache-Control", "no-store"});
    response.headers.push_back({"Cross-Origin-Resource-Policy", "same-origin"});
    return response;
}

asset_response asset_server::file(std::string_view path) const {
    auto found = folder_.find(path.empty() ? "/" : path);
    if (!found) return refusal(path.empty() ? "/" : path, found.error());

    const auto head =
        read_at(found->fd.get(), 0, std::min<std::uint64_t>(found->bytes, sniffed_bytes_max));
    if (!head) return refusal(path, head.error());
    const auto type = mime_type_of(found->name, *head);
    if (!is_html(type) || found->bytes > html_bytes_max)
        return cacheable(type, file_slice{std::move(found->fd), 0, found->bytes},
                         std::move(found->etag));

    const auto html = read_at(found->fd.get(), 0, found->bytes);
    if (!html) return refusal(path, html.error());
    auto page = inject_scripts(*html);
    auto etag = etag_of(page);
    return cacheable(type, std::move(page), std::move(etag));
}

}  // namespace fairlead::host
