// SPDX-License-Identifier: MIT
//
// menu_entry — a plugin's menu as a tree of values, read from its description.
//
//   [{"type":"submenu","id":1,"label":"File","items":[
//      {"type":"text","id":2,"label":"Open…","accelerator":"CmdOrCtrl+O"}, {"type":"separator"},
//      {"type":"checkbox","id":3,"label":"Wrap","checked":true,"disabled":true,"hidden":true}]}]
#pragma once

#include "webview-host/menu/accelerator.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::host {

enum class menu_entry_kind { text, separator, submenu, checkbox, radio };

struct menu_entry {
    menu_entry_kind kind = menu_entry_kind::text;
    std::uint64_t id = 0;  ///< The plugin's own number for it.
    std::string label;
    std::optional<accelerator> keys;
    bool checked = false, disabled = false, hidden = false;
    std::vector<menu_entry> items;  ///< Of a submenu.
    friend bool operator==(menu_entry const&, menu_entry const&) = default;
};

/// The same items at the same places, whatever they say: what is on the screen can be changed in
/// place.
bool same_shape(std::vector<menu_entry> const& a, std::vector<menu_entry> const& b);

struct menu_description {
    std::string owner;
    std::vector<menu_entry> items;
};

/// `["owner",[…]]`. Throws json::bad_value, which says what is wrong where.
menu_description parse_menu(std::string_view args_json);

}  // namespace fairlead::host
