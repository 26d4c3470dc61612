// SPDX-License-Identifier: MIT
//
// asset_server — a request of the page in, a response out. Knows no webview, no plugin and no
// socket: whoever carries the bytes (a custom scheme, a test, a development server) asks here.
//
//   GET /wails/ipc.js, /wails/runtime.js   our scripts; runtime.js behind the bindings line
//   GET /wails/payload/<id>                a text for the page too large for a script; once
//   GET, HEAD everything else              the app's files; HTML with the scripts inserted
//
// The parts stand apart, because handlers of plugins come between them. What they give is not yet
// finished (finish_response).
#pragma once

#include "webview-host/assets/asset_store.hpp"
#include "webview-host/assets/http_message.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::host {

// A page above this is served as it is: inserting tags holds it in memory twice.
inline constexpr std::uint64_t html_bytes_max = 32u << 20;

class asset_server {
public:
    /// The bindings as JSON text, asked for at each load of runtime.js; "" for none.
    using bindings_source = std::function<std::string()>;
    /// Gives a parked text away; nothing for an id that is unknown or used up.
    using payload_source = std::function<std::optional<std::string>(std::string_view id)>;

    asset_server(std::unique_ptr<asset_store> files, bindings_source bindings,
                 payload_source payloads);

    /// What is ours below /wails/, and what no asset server answers; nothing for all else.
    std::optional<asset_response> own(asset_request const& request) const;

    /// A file of the app, or why it may not be read; nothing when there is none, or another method
    /// than GET and HEAD. From any thread.
    std::optional<asset_response> file(asset_request const& request) const;

    /// For an address that is nowhere, what only the page itself knows how to show: its index.html,
    /// if a document is asked for. From any thread.
    std::optional<asset_response> deep_link(asset_request const& request) const;

    /// That there is nothing, as a page: 404, or 405 for methods that only a handler could serve.
    static asset_response nothing(asset_request const& request);

    /// All of it in this order, finished: an app without handlers.
    asset_response answer(asset_request const& request) const;

private:
    asset_response payload(std::string_view id) const;
    asset_response open(asset_file found, asset_request const& request,
                        std::string_view base) const;

    std::unique_ptr<asset_store> files_;
    bindings_source bindings_;
    payload_source payloads_;
};

/// Whether the scripts belong into the HTML that answers this: into documents, but not into what a
/// script has fetched to insert it somewhere.
bool wants_scripts(asset_request const& request);

/// `window.wailsbindings='…';` and a newline; "" for empty bindings.
std::string bindings_line(std::string_view bindings_json);

}  // namespace fairlead::host
