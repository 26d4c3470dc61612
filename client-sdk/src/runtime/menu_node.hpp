// SPDX-License-Identifier: MIT
//
// menu_node — an item of a menu as the handles share it, and a whole menu as the host wants it.
#pragma once

#include <fairlead/runtime/menu.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace fairlead {

enum class menu_kind { text, separator, submenu, checkbox, radio };

struct menu_node {
    std::uint64_t id = 0;  ///< Never used twice in this process.
    menu_kind kind = menu_kind::submenu;
    std::string label, accelerator;
    bool checked = false, enabled = true, visible = true;
    menu_handler on_click;
    std::weak_ptr<menu_node> parent;
    std::vector<std::shared_ptr<menu_node>> items;
};

/// Guards every node: menus are small and change seldom.
std::mutex& menu_mutex();

/// All under the lock.
std::string menu_json(menu_node const& root);
std::shared_ptr<menu_node> find_menu_node(std::shared_ptr<menu_node> const& root, std::uint64_t id);
void set_menu_mark(menu_node& node, bool on);
void drop_menu_handlers(menu_node& root);

}  // namespace fairlead
