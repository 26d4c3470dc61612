// SPDX-License-Identifier: MIT
//
// navigation_rules — where the window's one page may go: within the app. Web pages open in the
// browser.
#pragma once

#include <fairlead/vocabulary/origin_rules.hpp>

#include <string>
#include <string_view>

namespace fairlead::host {

/// Below wails://wails/.
bool is_own_address(std::string_view url);

/// Of the page at that address, which may be null; empty: it is the app's own.
std::string foreign_origin(char const* url);

/// http:, https:, mailto: …: what another program of the desktop can show.
bool is_outside_address(std::string_view url);

enum class navigation_verdict {
    load,       ///< Here.
    refuse,     ///< Nowhere.
    outside,    ///< In the program that the desktop has for it.
    ask_later,  ///< A frame may go there; whether it is one is known when the response comes.
};

struct navigation {
    std::string_view url;
    bool in_new_window = false;
    bool by_link = false;         ///< A link or a form, not a script or an address in the markup.
    bool foreign_frames = false;  ///< This page has let a frame of another origin in before.
    bool is_allowed = false;      ///< The app has said that pages of that origin may call.
};

navigation_verdict judge(navigation const& where);

/// The same once the response is there, and with it the knowledge whose it is.
navigation_verdict judge_response(std::string_view url, bool for_main_frame,
                                  bool is_allowed = false);

}  // namespace fairlead::host
