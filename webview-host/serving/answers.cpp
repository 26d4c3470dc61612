// SPDX-License-Identifier: MIT
//
// answers — by name, by first bytes, by status.
#include "webview-host/serving/answers.hpp"

#include "webview-host/assets/html_injection.hpp"
#include "webview-host/assets/html_text.hpp"
#include "webview-host/assets/mime_types.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <algorithm>
#include <array>

namespace fairlead::host {
namespace {

constexpr std::string_view own_origin = "wails://wails";

std::shared_ptr<body_source> body_of(asset_response const& response) {
    auto const* body = std::get_if<std::shared_ptr<body_source>>(&response.body);
    return body != nullptr ? *body : nullptr;
}

}  // namespace

void complete_plugin_response(asset_request const& request, std::string_view file_name,
                              asset_response& response) {
    const auto body = body_of(response);
    auto const* memory = dynamic_cast<memory_body const*>(body.get());
    const bool is_empty = body && body->bytes() == 0u;
    if (!has_header(response.headers, "Content-Type") && body && !is_empty) {
        // Without a look at its first bytes it is whatever its name says.
        constexpr std::string_view unknown{"\0", 1};
        const auto head = memory != nullptr ? memory->beginning() : unknown;
        response.headers.push_back(
            {"Content-Type",
             std::string{mime_type_of(file_name.empty() ? request.path() : file_name, head)}});
    }
    const bool in_parts = body && body->is_seekable() && body->bytes();
    if (in_parts && response.status == 200 && !has_header(response.headers, "Accept-Ranges") &&
        !has_header(response.headers, "Content-Range"))
        response.headers.push_back({"Accept-Ranges", "bytes"});
}

bool is_document_to_rewrite(asset_request const& request, asset_response const& response) {
    return response.status == 200 && request.method == "GET" && body_of(response) &&
           is_html(response.header("Content-Type")) && wants_scripts(request) &&
           !has_header(response.headers, "Content-Encoding");
}

void put_scripts_into(asset_response& response, collected_body all) {
    if (!all.rest) {
        response.body = inject_scripts(all.text);
        return;
    }
    response.body =
        std::make_shared<resumed_body>(chunk_of(std::move(all.text)), std::move(all.rest));
    std::erase_if(response.headers, [](http_header const& header) {
        return has_header({&header, 1}, "Accept-Ranges");
    });
}

std::optional<std::string> redirect_target(asset_response const& response) {
    constexpr std::array codes{301, 302, 303, 307, 308};
    if (std::ranges::find(codes, response.status) == codes.end()) return std::nullopt;
    auto where = response.header("Location");
    if (where.starts_with(own_origin)) where.remove_prefix(own_origin.size());
    // "//elsewhere" is another host.
    if (!where.starts_with('/') || where.starts_with("//")) return std::nullopt;
    return std::string{where.substr(0, where.find('#'))};
}

asset_response page_that_leads_to(std::string_view target) {
    std::string literal;
    append_json_string(literal, target);
    // "</script>" in a path would end the script.
    std::string quoted;
    for (const char c : literal) quoted += c == '<' ? std::string{"\\u003c"} : std::string{c};
    std::string page = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><script>"
                       "location.replace(" +
                       quoted + ");</script></head>\n<body><a href=\"" + escaped_for_html(target) +
                       "\">" + escaped_for_html(target) + "</a></body></html>\n";
    return {200,
            {{"Content-Type", "text/html; charset=utf-8"}, {"Cache-Control", "no-store"}},
            std::move(page)};
}

}  // namespace fairlead::host
