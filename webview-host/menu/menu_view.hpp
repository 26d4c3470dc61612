// SPDX-License-Identifier: MIT
//
// menu_view — whoever can show menus. Main thread only.
#pragma once

#include "webview-host/menu/menu_entry.hpp"

#include <functional>
#include <string>
#include <vector>

namespace fairlead::host {

/// A click on an item of that plugin; of an item with a mark, how it is now.
using menu_click_handler =
    std::function<void(std::string const& owner, std::uint64_t id, bool checked)>;

class menu_view {
public:
    virtual ~menu_view() = default;
    /// From now on this is the bar, one plugin's menus beside the next one's. Empty: there is none.
    virtual void show(std::vector<menu_description> const& bar) = 0;
    virtual void on_click(menu_click_handler handler) = 0;
};

/// Where there is no display: nobody sees it, nobody clicks.
class no_menu final : public menu_view {
public:
    void show(std::vector<menu_description> const&) override {}
    void on_click(menu_click_handler) override {}
};

}  // namespace fairlead::host
