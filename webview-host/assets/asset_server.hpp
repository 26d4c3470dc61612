// SPDX-License-Identifier: MIT
//
// asset_server — a request of the page in, a response out. Knows no webview and no socket: whoever
// carries the bytes (a custom scheme, a test, a development server) asks here.
//
//   GET /wails/ipc.js, /wails/runtime.js   our scripts; runtime.js behind the bindings line
//   GET /wails/payload/<id>                a text for the page too large for a script; once
//   GET, HEAD everything else              the app's files; HTML with the scripts inserted
#pragma once

#include "webview-host/assets/asset_folder.hpp"

#include <cstdint>
#include <functional>
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

struct asset_request {
    std::string_view method = "GET";
    std::string_view target;  ///< Path and query, as in "/docs/?page=2".
    std::span<http_header const> headers{};
};

/// Part of an open file; its descriptor stands at `offset`.
struct file_slice {
    unique_fd fd;
    std::uint64_t offset = 0, bytes = 0;
};

using asset_body = std::variant<std::string, file_slice>;

struct asset_response {
    int status = 200;
    std::vector<http_header> headers;  ///< Content-Type and Content-Length among them.
    asset_body body;                   ///< Empty for HEAD and 304.

    /// The value of that header, "" without it.
    std::string_view header(std::string_view name) const;
};

std::string_view reason_phrase(int status);

std::uint64_t body_bytes(asset_body const& body);

/// The whole body as one text, for those who cannot stream.
result<std::string> read_body(asset_body body);

class asset_server {
public:
    /// The bindings as JSON text, asked for at each load of runtime.js; "" for none.
    using bindings_source = std::function<std::string()>;
    /// Gives a parked text away; nothing for an id that is unknown or used up.
    using payload_source = std::function<std::optional<std::string>(std::string_view id)>;

    asset_server(asset_folder folder, bindings_source bindings, payload_source payloads);

    asset_response answer(asset_request const& request) const;

private:
    asset_response find(asset_request const& request) const;
    asset_response payload(std::string_view id) const;
    asset_response file(std::string_view path) const;

    asset_folder folder_;
    bindings_source bindings_;
    payload_source payloads_;
};

/// `window.wailsbindings='…';` and a newline; "" for empty bindings.
std::string bindings_line(std::string_view bindings_json);

}  // namespace fairlead::host
