// SPDX-License-Identifier: MIT
//
// upstream_trouble — three sentences.
#include "webview-host/dev/upstream_trouble.hpp"

namespace fairlead::host {

asset_response upstream_error_page(upstream_address const& where, asset_request const& request,
                                   upstream_trouble what, boost::system::error_code why) {
    constexpr std::size_t shown_max = 200;
    auto text = "This page asked for " + std::string{request.method.substr(0, 20)} + ' ' +
                std::string{request.target.substr(0, shown_max)} +
                ", which is the business of the front end's own server at " + where.url() + ". ";
    int status = 502;
    switch (what) {
        case upstream_trouble::unreachable:
            text += "It cannot be reached: " + why.message() +
                    ". Start it (in `fairlead dev`: the key r, which also loads this page again), "
                    "or say where it is: frontend:dev:serverUrl in wails.json.";
            break;
        case upstream_trouble::silent:
            status = 504;
            text += "It has taken the question and not answered in time. Its own output (in "
                    "`fairlead dev`: the lines that begin with front) says what it is doing; load "
                    "this page again when that is done.";
            break;
        case upstream_trouble::broken:
            text += "It broke off, or answered what is no HTTP: " + why.message() +
                    ". Is another program listening there? Its own output (in `fairlead dev`: the "
                    "lines that begin with front) may say more.";
            break;
    }
    auto page = error_page(status, text);
    page.headers.push_back({"Cache-Control", "no-store"});
    return page;
}

}  // namespace fairlead::host
