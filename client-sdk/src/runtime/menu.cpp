// SPDX-License-Identifier: MIT
//
// menu — handles on nodes.
#include "menu_node.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <atomic>
#include <utility>

namespace fairlead {
namespace {

std::shared_ptr<menu_node> make_node(menu_kind kind, std::string label) {
    static std::atomic<std::uint64_t> last{0};
    auto made = std::make_shared<menu_node>();
    made->id = ++last;
    made->kind = kind;
    made->label = std::move(label);
    return made;
}

menu_item add(std::shared_ptr<menu_node> const& to, menu_kind kind, std::string label, bool checked,
              std::string accelerator, menu_handler on_click) {
    auto made = make_node(kind, std::move(label));
    made->accelerator = std::move(accelerator);
    made->on_click = std::move(on_click);
    made->parent = to;
    const std::lock_guard lock{menu_mutex()};
    to->items.push_back(made);
    if (checked) set_menu_mark(*made, true);
    return menu_item{std::move(made)};
}

char const* kind_name(menu_kind kind) {
    switch (kind) {
        case menu_kind::text: return "text";
        case menu_kind::separator: return "separator";
        case menu_kind::submenu: return "submenu";
        case menu_kind::checkbox: return "checkbox";
        case menu_kind::radio: return "radio";
    }
    return "text";
}

void append_items(std::string& to, menu_node const& node);

void append_item(std::string& to, menu_node const& node) {
    to += std::string{R"({"type":")"} + kind_name(node.kind) + '"';
    if (node.kind == menu_kind::separator) {
        to += node.visible ? "}" : R"(,"hidden":true})";
        return;
    }
    to += ",\"id\":" + std::to_string(node.id) + ",\"label\":";
    append_json_string(to, node.label);
    if (!node.accelerator.empty()) {
        to += ",\"accelerator\":";
        append_json_string(to, node.accelerator);
    }
    if (node.checked) to += ",\"checked\":true";
    if (!node.enabled) to += ",\"disabled\":true";
    if (!node.visible) to += ",\"hidden\":true";
    if (node.kind == menu_kind::submenu) append_items(to += ",\"items\":", node);
    to += '}';
}

void append_items(std::string& to, menu_node const& node) {
    to += '[';
    for (auto const& each : node.items) {
        if (&each != &node.items.front()) to += ',';
        append_item(to, *each);
    }
    to += ']';
}

}  // namespace

std::mutex& menu_mutex() {
    static std::mutex one;
    return one;
}

std::string menu_json(menu_node const& root) {
    std::string text;
    append_items(text, root);
    return text;
}

std::shared_ptr<menu_node> find_menu_node(std::shared_ptr<menu_node> const& root,
                                          std::uint64_t id) {
    if (root->id == id) return root;
    for (auto const& each : root->items)
        if (auto found = find_menu_node(each, id)) return found;
    return nullptr;
}

void set_menu_mark(menu_node& node, bool on) {
    const auto parent = node.parent.lock();
    if (on && node.kind == menu_kind::radio && parent) {
        auto const& row = parent->items;
        std::size_t at = 0;
        while (row[at].get() != &node) ++at;
        const auto is_radio = [&](std::size_t i) { return row[i]->kind == menu_kind::radio; };
        for (auto i = at; i < row.size() && is_radio(i); ++i) row[i]->checked = false;
        for (auto i = at + 1; i-- > 0 && is_radio(i);) row[i]->checked = false;
    }
    node.checked = on;
}

void drop_menu_handlers(menu_node& root) {
    root.on_click = {};
    for (auto const& each : root.items) drop_menu_handlers(*each);
}

menu::menu() : node_{make_node(menu_kind::submenu, {})} {}

menu_item menu::text(std::string label, menu_handler on_click) {
    return text(std::move(label), {}, std::move(on_click));
}
menu_item menu::text(std::string label, std::string accelerator, menu_handler on_click) {
    return add(node_, menu_kind::text, std::move(label), false, std::move(accelerator),
               std::move(on_click));
}
menu_item menu::checkbox(std::string label, bool checked, menu_handler on_click) {
    return checkbox(std::move(label), checked, {}, std::move(on_click));
}
menu_item menu::checkbox(std::string label, bool checked, std::string accelerator,
                         menu_handler on_click) {
    return add(node_, menu_kind::checkbox, std::move(label), checked, std::move(accelerator),
               std::move(on_click));
}
menu_item menu::radio(std::string label, bool checked, menu_handler on_click) {
    return radio(std::move(label), checked, {}, std::move(on_click));
}
menu_item menu::radio(std::string label, bool checked, std::string accelerator,
                      menu_handler on_click) {
    return add(node_, menu_kind::radio, std::move(label), checked, std::move(accelerator),
               std::move(on_click));
}
void menu::separator() { add(node_, menu_kind::separator, {}, false, {}, {}); }

menu menu::submenu(std::string label) {
    auto made = make_node(menu_kind::submenu, std::move(label));
    made->parent = node_;
    const std::lock_guard lock{menu_mutex()};
    node_->items.push_back(made);
    return menu{std::move(made)};
}

menu_item menu::as_item() const { return menu_item{node_}; }

void menu::clear() {
    const std::lock_guard lock{menu_mutex()};
    node_->items.clear();
}

std::string menu_item::label() const {
    const std::lock_guard lock{menu_mutex()};
    return node_->label;
}
bool menu_item::is_checked() const {
    const std::lock_guard lock{menu_mutex()};
    return node_->checked;
}
bool menu_item::is_enabled() const {
    const std::lock_guard lock{menu_mutex()};
    return node_->enabled;
}
bool menu_item::is_visible() const {
    const std::lock_guard lock{menu_mutex()};
    return node_->visible;
}
void menu_item::set_label(std::string label) const {
    const std::lock_guard lock{menu_mutex()};
    node_->label = std::move(label);
}
void menu_item::set_accelerator(std::string accelerator) const {
    const std::lock_guard lock{menu_mutex()};
    node_->accelerator = std::move(accelerator);
}
void menu_item::set_checked(bool on) const {
    const std::lock_guard lock{menu_mutex()};
    set_menu_mark(*node_, on);
}
void menu_item::set_enabled(bool on) const {
    const std::lock_guard lock{menu_mutex()};
    node_->enabled = on;
}
void menu_item::set_visible(bool on) const {
    const std::lock_guard lock{menu_mutex()};
    node_->visible = on;
}

}  // namespace fairlead
