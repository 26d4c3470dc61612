// SPDX-License-Identifier: MIT
//
// menu_entry — bounded in depth and number: a menu is for a person to read.
#include "webview-host/menu/menu_entry.hpp"

#include <fairlead/json/arguments.hpp>

#include <array>

namespace fairlead::host {
namespace {

constexpr int depth_max = 8;
constexpr std::size_t entries_max = 1'024;

constexpr std::array<std::pair<std::string_view, menu_entry_kind>, 5> kinds{{
    {"text", menu_entry_kind::text},
    {"separator", menu_entry_kind::separator},
    {"submenu", menu_entry_kind::submenu},
    {"checkbox", menu_entry_kind::checkbox},
    {"radio", menu_entry_kind::radio},
}};

menu_entry_kind kind_of(std::string_view name) {
    for (auto const& [text, kind] : kinds)
        if (text == name) return kind;
    throw json::bad_value{"'" + std::string{name.substr(0, 40)} +
                          "' is none of text, separator, submenu, checkbox, radio"};
}

void read_entries(json::value& from, std::vector<menu_entry>& to, int depth, std::size_t& count);

void read_text(json::value& from, menu_entry& to, std::string_view key) {
    std::string text;
    json::read(from, text);
    if (key == "type") to.kind = kind_of(text);
    else if (!text.empty()) to.keys = parse_accelerator(text);
}

void read_entry(json::value& from, menu_entry& to, int depth, std::size_t& count) {
    if (++count > entries_max)
        throw json::bad_value{"a menu has at most " + std::to_string(entries_max) + " items"};
    bool has_items = false;
    from.each_member([&](std::string_view key, json::value& member) {
        if (key == "type" || key == "accelerator") read_text(member, to, key);
        if (key == "id") json::read(member, to.id);
        if (key == "label") json::read(member, to.label);
        if (key == "checked") json::read(member, to.checked);
        if (key == "disabled") json::read(member, to.disabled);
        if (key == "hidden") json::read(member, to.hidden);
        if (key == "items") {
            has_items = true;
            read_entries(member, to.items, depth + 1, count);
        }
    });
    if (has_items && to.kind != menu_entry_kind::submenu)
        throw json::bad_value{"only a submenu has items"};
}

void read_entries(json::value& from, std::vector<menu_entry>& to, int depth, std::size_t& count) {
    if (depth > depth_max)
        throw json::bad_value{"menus lie at most " + std::to_string(depth_max) + " deep"};
    from.each_element([&](std::size_t, json::value& element) {
        read_entry(element, to.emplace_back(), depth, count);
    });
}

struct entry_list {
    std::vector<menu_entry> items;
};

}  // namespace
}  // namespace fairlead::host

template <>
struct fairlead::json::codec<fairlead::host::entry_list> {
    static void read(value& from, host::entry_list& to) {
        std::size_t count = 0;
        host::read_entries(from, to.items, 1, count);
    }
};

namespace fairlead::host {

bool same_shape(std::vector<menu_entry> const& a, std::vector<menu_entry> const& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i].kind != b[i].kind || a[i].id != b[i].id || !same_shape(a[i].items, b[i].items))
            return false;
    return true;
}

menu_description parse_menu(std::string_view args_json) {
    auto [owner, list] =
        json::read_arguments<std::tuple<std::string, entry_list>>(args_json, "fairlead.menu.set");
    return {std::move(owner), std::move(list.items)};
}

}  // namespace fairlead::host
