// SPDX-License-Identifier: MIT
//
// conditions — what of a response is wanted: all of it, a part, or only the news that it has not
// changed (RFC 9110, sections 13 and 14).
#pragma once

#include "webview-host/assets/http_message.hpp"

namespace fairlead::host {

/// If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since against ETag and Last-Modified
/// of a 200; then Range and If-Range, where "Accept-Ranges: bytes" stands.
void apply_conditions(asset_request const& request, asset_response& response);

}  // namespace fairlead::host
