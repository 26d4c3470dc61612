// SPDX-License-Identifier: MIT
//
// proxy_headers — what of a request goes on to the front end's own server, and what of its answer
// comes back: without what is between two neighbours alone, and with addresses that the other side
// knows.
#pragma once

#include "webview-host/assets/http_message.hpp"
#include "webview-host/dev/upstream_address.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fairlead::host {

/// What is asked there: its own start page for ours.
std::string target_at(upstream_address const& where, std::string_view target);

std::vector<http_header> headers_to(upstream_address const& where, asset_request const& request);
/// The same for a WebSocket: the upgrade goes on, too.
std::vector<http_header> socket_headers_to(upstream_address const& where,
                                           asset_request const& request);

/// Takes out and mends. A Content-Length goes, for whoever sends the body knows it; but not of an
/// answer that has none.
void mend_headers_from(upstream_address const& where, asset_request const& request,
                       asset_response& response);

}  // namespace fairlead::host
