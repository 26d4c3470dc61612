// SPDX-License-Identifier: MIT
//
// asset_server — what is meant by a path.
#include "webview-host/assets/asset_server.hpp"

#include "webview-host/assets/html_injection.hpp"
#include "webview-host/assets/http_date.hpp"
#include "webview-host/assets/mime_types.hpp"
#include "webview-host/assets/scripts.hpp"
#include "webview-host/assets/wails_paths.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace fairlead::host {
namespace {

constexpr std::string_view javascript_type = "text/javascript; charset=utf-8";

bool only_reads(asset_request const& request) {
    return request.method == "GET" || request.method == "HEAD";
}

std::string tag_of(std::string_view text) { return etag_of({text.size(), content_hash(text)}); }

asset_response cacheable(std::string_view type, asset_body body, std::string etag) {
    // Kept, but asked about each time: the files of an app change under a running page.
    return {200,
            {{"Content-Type", std::string{type}},
             {"Cache-Control", "no-cache"},
             {"ETag", std::move(etag)},
             {"Accept-Ranges", "bytes"}},
            std::move(body)};
}

asset_response not_allowed(std::string_view allowed) {
    auto response = error_page(405, "Assets are only read.");
    response.headers.push_back({"Allow", std::string{allowed}});
    return response;
}

asset_response unreadable(std::string_view path, boost::system::error_code why) {
    if (why.value() == EACCES) return error_page(403, std::string{path} + " may not be read.");
    return error_page(500, std::string{path} + ": " + why.message());
}

/// Also what leads out of the folder: a page need not learn what is there.
bool is_missing(boost::system::error_code why) {
    return why.value() != EACCES && why.value() != EMFILE && why.value() != ENFILE &&
           why.value() != EIO;
}

/// A folder's index.html at an address without a slash at its end: its relative links mean another
/// folder there.
std::string base_of(asset_file const& found, std::string_view path) {
    const auto asked = decoded_path(path);
    if (!asked || asked->empty() || asked->ends_with('/') || found.name == *asked) return {};
    return std::string{path} + '/';
}

/// "/report.pdf" is a file that is missing; "/users/jane.doe" may be a place in the app.
bool names_a_file(std::string_view path) {
    constexpr std::string_view nothing_to_sniff{"\0", 1};
    const auto type = mime_type_of(path, nothing_to_sniff);
    return type != mime_type_of("/", nothing_to_sniff) && !is_html(type);
}

}  // namespace

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

bool wants_scripts(asset_request const& request) {
    if (!only_reads(request)) return false;
    const auto path = request.path();
    if (path.empty() || path.ends_with('/') || path.ends_with("/index.html")) return true;
    return request.wants() != asset_request::wish::part;
}

asset_server::asset_server(std::unique_ptr<asset_store> files, bindings_source bindings,
                           payload_source payloads)
    : files_{std::move(files)}, bindings_{std::move(bindings)}, payloads_{std::move(payloads)} {}

asset_response asset_server::answer(asset_request const& request) const {
    auto response = own(request);
    if (!response) response = file(request);
    if (!response) response = deep_link(request);
    if (!response) response = nothing(request);
    finish_response(request, *response);
    return std::move(*response);
}

std::optional<asset_response> asset_server::own(asset_request const& request) const {
    const auto path = request.path();
    if (has_header(request.headers, "Upgrade") &&
        request.header("Upgrade").find("ebsocket") != std::string_view::npos)
        return error_page(501,
                          "The app's own address has no WebSockets: calls and events need none.");
    // A HEAD must not use a payload up.
    if (path.starts_with(payload_path_prefix))
        return request.method == "GET" ? payload(path.substr(payload_path_prefix.size()))
                                       : not_allowed("GET");
    if (path != ipc_path && path != runtime_path) return std::nullopt;
    if (!only_reads(request)) return not_allowed("GET, HEAD");
    if (path == ipc_path)
        return cacheable(javascript_type, std::string{ipc_script()}, tag_of(ipc_script()));
    auto text = bindings_line(bindings_()).append(runtime_script());
    auto etag = tag_of(text);
    return cacheable(javascript_type, std::move(text), std::move(etag));
}

asset_response asset_server::payload(std::string_view id) const {
    auto text = payloads_(id);
    if (!text) return error_page(404, "This text was fetched before, or its page is gone.");
    return {200,
            {{"Content-Type", "application/json; charset=utf-8"},
             {"Cache-Control", "no-store"},
             {"Cross-Origin-Resource-Policy", "same-origin"}},
            std::move(*text)};
}

std::optional<asset_response> asset_server::file(asset_request const& request) const {
    if (!only_reads(request)) return std::nullopt;
    const auto path = request.path().empty() ? "/" : request.path();
    auto found = files_->find(path);
    if (!found) {
        if (is_missing(found.error())) return std::nullopt;
        return unreadable(path, found.error());
    }
    const auto base = base_of(*found, path);
    return open(std::move(*found), request, base);
}

std::optional<asset_response> asset_server::deep_link(asset_request const& request) const {
    if (!only_reads(request) || request.wants() != asset_request::wish::document ||
        names_a_file(request.path()))
        return std::nullopt;
    auto index = files_->find("/");
    if (!index) return std::nullopt;
    // "/settings" is in the root already.
    const bool is_deeper = request.path().find('/', 1) != std::string_view::npos;
    return open(std::move(*index), request, is_deeper ? "/" : "");
}

asset_response asset_server::nothing(asset_request const& request) {
    if (!only_reads(request)) return not_allowed("GET, HEAD");
    const auto path = request.path();
    if (path.empty() || path == "/")
        return error_page(404, "The app has no index.html among its assets (\"assetdir\" in "
                               "wails.json).");
    return error_page(404, "The app has no " + std::string{path} + ".");
}

asset_response asset_server::open(asset_file found, asset_request const& request,
                                  std::string_view base) const {
    const auto head = read_at(found.fd.get(), found.offset,
                              std::min<std::uint64_t>(found.bytes, sniffed_bytes_max));
    if (!head) return unreadable(found.name, head.error());
    const auto type = mime_type_of(found.name, *head);
    const bool rewritten = is_html(type) && found.bytes <= html_bytes_max && wants_scripts(request);
    asset_response response;
    if (rewritten) {
        const auto html = read_at(found.fd.get(), found.offset, found.bytes);
        if (!html) return unreadable(found.name, html.error());
        auto page = inject_scripts(*html, base);
        auto etag = tag_of(page);
        response = cacheable(type, std::move(page), std::move(etag));
    } else {
        response = cacheable(type, file_slice{std::move(found.fd), found.offset, found.bytes},
                             std::move(found.etag));
    }
    // The scripts in a page are of our time, not of the file's.
    if (!rewritten) response.headers.push_back({"Last-Modified", to_http_date(found.modified)});
    return response;
}

}  // namespace fairlead::host
