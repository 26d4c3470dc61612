// SPDX-License-Identifier: MIT
//
// beast_stream — the stream that all connections of the server are, whatever is below: included by
// the files that speak HTTP or WebSocket, and by nobody else (Beast is large).
#pragma once

#include "webview-host/assets/http_message.hpp"
#include "webview-host/dev/upstream_address.hpp"
#include "webview-host/dev/visitor_rules.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>

namespace fairlead::host {

using byte_stream = boost::beast::basic_stream<boost::asio::generic::stream_protocol>;
using request_head = boost::beast::http::request<boost::beast::http::empty_body>;

class dev_server;

/// One connection from its first request to its end. `stranger`: why nobody may come by it.
boost::asio::awaitable<void> serve_connection(byte_stream stream, dev_server& server,
                                              std::optional<refusal> stranger);

/// What becomes of one that asked for a socket, and may have it.
boost::asio::awaitable<void> serve_browser(byte_stream stream, request_head upgrade,
                                           dev_server& server);

/// The same with a socket that the front end's own server has: from here on until it ends. False:
/// that server cannot be reached, and `browser` is as it was.
boost::asio::awaitable<bool> connect_browser(byte_stream& browser, page_request const& request,
                                             std::string const& already_read,
                                             upstream_address const& where);

}  // namespace fairlead::host
