// SPDX-License-Identifier: MIT
//
// upstream_trouble — the page for a front end's own server that does not answer: what was asked of
// whom, and what to do.
#pragma once

#include "webview-host/assets/http_message.hpp"
#include "webview-host/dev/upstream_address.hpp"

#include <boost/system/error_code.hpp>

namespace fairlead::host {

enum class upstream_trouble {
    unreachable,  ///< Nobody is there.
    silent,       ///< It has not answered in time.
    broken,       ///< It has broken off, or what it said is no HTTP.
};

asset_response upstream_error_page(upstream_address const& where, asset_request const& request,
                                   upstream_trouble what, boost::system::error_code why);

}  // namespace fairlead::host
