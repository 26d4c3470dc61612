// SPDX-License-Identifier: MIT
//
// answers — what a plugin's response lacks before it is a page's: a type, the scripts, and a way to
// be redirected.
#pragma once

#include "webview-host/assets/asset_server.hpp"
#include "webview-host/serving/bodies.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace fairlead::host {

/// A Content-Type, by the name of a file, the path or the first bytes; "Accept-Ranges" where parts
/// can be had.
void complete_plugin_response(asset_request const& request, std::string_view file_name,
                              asset_response& response);

/// HTML that the scripts belong into; its body comes in pieces.
bool is_document_to_rewrite(asset_request const& request, asset_response const& response);

/// `all` is its body, or the beginning of one that is too long for it.
void put_scripts_into(asset_response& response, collected_body all);

/// Where on our own origin a response leads: path and query. Nothing if it does not, or elsewhere.
std::optional<std::string> redirect_target(asset_response const& response);

/// A document that goes there at once and leaves no trace in the history.
asset_response page_that_leads_to(std::string_view target);

}  // namespace fairlead::host
