// SPDX-License-Identifier: MIT
//
// url_rules — which addresses a page may have opened in other programs: Wails' list, strictly.
#pragma once

#include <string>
#include <string_view>

namespace fairlead::host {

/// "" if it may be opened, otherwise why not. The opener is another program: what could be an
/// option, a shell's word or a file of the user is refused.
std::string refusal_of_url(std::string_view url);

}  // namespace fairlead::host
