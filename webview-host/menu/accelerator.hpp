// SPDX-License-Identifier: MIT
//
// accelerator — "CmdOrCtrl+Shift+S" taken apart; pure.
#pragma once

#include <string>
#include <string_view>

namespace fairlead::host {

struct accelerator {
    bool control = false, alt = false, shift = false, super = false;
    /// One character, or a key's name, as "escape" or "f5"; lower case.
    std::string key;
    friend bool operator==(accelerator const&, accelerator const&) = default;
};

/// In any case: cmdorctrl, ctrl, optionoralt, alt, shift, super, then the key; Wails' names. Throws
/// json::bad_value.
accelerator parse_accelerator(std::string_view text);

}  // namespace fairlead::host
