// SPDX-License-Identifier: MIT
//
// http_message — what a page asks for and what it gets, whoever carries the bytes.
#pragma once

#include "webview-host/assets/body_source.hpp"

#include <fairlead/vocabulary/result.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fairlead::host {

struct http_header {
    std::string name, value;
};

/// Its value, "" without it. Names are compared without regard to case.
std::string_view header_in(std::span<http_header const> headers, std::string_view name);
bool has_header(std::span<http_header const> headers, std::string_view name);
/// Takes the place of all of that name.
void set_header(std::vector<http_header>& headers, std::string_view name, std::string value);

struct asset_request {
    std::string_view method = "GET";
    std::string_view target;  ///< Path and query, as in "/docs/?page=2".
    std::span<http_header const> headers{};

    std::string_view path() const { return target.substr(0, target.find_first_of("?#")); }
    std::string_view header(std::string_view name) const { return header_in(headers, name); }
    /// A page for a window or a frame is wanted, and not a file for a page that is there.
    enum class wish { document, part, unknown };
    wish wants() const;
};

/// The same, owned; with what was sent along.
struct page_request {
    std::string method = "GET", target;
    std::vector<http_header> headers;
    std::string body;

    asset_request view() const { return {method, target, headers}; }
};

/// Part of an open file.
struct file_slice {
    unique_fd fd;
    std::uint64_t offset = 0, bytes = 0;
};

using asset_body = std::variant<std::string, file_slice, std::shared_ptr<body_source>>;

struct asset_response {
    int status = 200;
    std::vector<http_header> headers;
    asset_body body;  ///< Empty for HEAD and 304.

    std::string_view header(std::string_view name) const { return header_in(headers, name); }
};

/// To be called once, at any time; too late is harmless.
using page_responder = std::function<void(asset_response)>;

std::string_view reason_phrase(int status);

/// Nothing: nobody knows before the end.
std::optional<std::uint64_t> body_bytes(asset_body const& body);

result<std::string> read_at(int fd, std::uint64_t offset, std::uint64_t bytes);

/// A page that says so.
asset_response error_page(int status, std::string_view what);

/// What every response has in the end: only the part that is wanted, or only the news that nothing
/// has changed; its length; and no body for HEAD.
void finish_response(asset_request const& request, asset_response& response);

}  // namespace fairlead::host
