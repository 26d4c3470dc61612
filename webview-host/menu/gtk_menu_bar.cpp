// SPDX-License-Identifier: MIT
//
// gtk_menu_bar — built anew when other items come; what the same items say is changed where it
// stands, so that a menu which somebody has open stays open.
#include "webview-host/menu/gtk_menu_bar.hpp"

#include <array>
#include <utility>

namespace fairlead::host {
namespace {

struct key_name {
    std::string_view name;
    guint value;
};
constexpr std::array<key_name, 17> key_names{{
    {"backspace", GDK_KEY_BackSpace},
    {"tab", GDK_KEY_Tab},
    {"return", GDK_KEY_Return},
    {"enter", GDK_KEY_Return},
    {"escape", GDK_KEY_Escape},
    {"left", GDK_KEY_Left},
    {"right", GDK_KEY_Right},
    {"up", GDK_KEY_Up},
    {"down", GDK_KEY_Down},
    {"space", GDK_KEY_space},
    {"delete", GDK_KEY_Delete},
    {"home", GDK_KEY_Home},
    {"end", GDK_KEY_End},
    {"insert", GDK_KEY_Insert},
    {"page up", GDK_KEY_Page_Up},
    {"page down", GDK_KEY_Page_Down},
    {"numlock", GDK_KEY_Num_Lock},
}};

guint key_value(std::string const& key) {
    for (auto const& each : key_names)
        if (each.name == key) return each.value;
    if (key.size() > 1 && key.front() == 'f' && key[1] >= '0' && key[1] <= '9')
        return GDK_KEY_F1 + static_cast<guint>(std::stoi(key.substr(1))) - 1;
    return gdk_unicode_to_keyval(g_utf8_get_char(key.c_str()));
}

GdkModifierType modifiers_of(accelerator const& keys) {
    int all = 0;
    if (keys.control) all |= GDK_CONTROL_MASK;
    if (keys.alt) all |= GDK_MOD1_MASK;
    if (keys.shift) all |= GDK_SHIFT_MASK;
    if (keys.super) all |= GDK_SUPER_MASK;
    return static_cast<GdkModifierType>(all);
}

bool has_mark(menu_entry_kind kind) {
    return kind == menu_entry_kind::checkbox || kind == menu_entry_kind::radio;
}

}  // namespace

struct gtk_menu_bar::item {
    gtk_menu_bar& bar;
    GtkWidget* widget;  // Owned by its menu.
    std::string owner;
    std::uint64_t id;
    menu_entry_kind kind;
    std::optional<accelerator> keys;
};

gtk_menu_bar::gtk_menu_bar(GtkWindow* window, GtkBox* place)
    : window_{window}, place_{place}, keys_{gtk_accel_group_new()} {
    gtk_window_add_accel_group(window_, keys_.get());
}

gtk_menu_bar::~gtk_menu_bar() {
    clear();
    gtk_window_remove_accel_group(window_, keys_.get());
}

void gtk_menu_bar::clear() {
    // The widgets first: they name the items in their handlers.
    if (bar_ != nullptr) gtk_widget_destroy(std::exchange(bar_, nullptr));
    items_.clear();
}

void gtk_menu_bar::show(std::vector<menu_description> const& bar) {
    changing_ = true;
    if (!change_in_place(bar)) build(bar);
    changing_ = false;
    shown_ = bar;
}

bool gtk_menu_bar::change_in_place(std::vector<menu_description> const& bar) {
    if (bar.empty() || bar.size() != shown_.size()) return false;
    for (std::size_t i = 0; i < bar.size(); ++i)
        if (bar[i].owner != shown_[i].owner || !same_shape(bar[i].items, shown_[i].items))
            return false;
    std::size_t at = 0;
    for (auto const& each : bar) update_all(each.items, at);
    return true;
}

void gtk_menu_bar::update_all(std::vector<menu_entry> const& entries, std::size_t& at) {
    for (auto const& each : entries) {
        update(*items_.at(at++), each);
        update_all(each.items, at);
    }
}

void gtk_menu_bar::build(std::vector<menu_description> const& bar) {
    clear();
    if (bar.empty()) return;
    bar_ = gtk_menu_bar_new();
    // The window's own colour is the page's; the bar's text is made for the desktop's.
    gtk_style_context_add_class(gtk_widget_get_style_context(bar_), GTK_STYLE_CLASS_BACKGROUND);
    for (auto const& each : bar) add_items(GTK_MENU_SHELL(bar_), each.owner, each.items);
    gtk_box_pack_start(place_, bar_, FALSE, FALSE, 0);
    gtk_widget_show(bar_);
}

void gtk_menu_bar::add_items(GtkMenuShell* to, std::string const& owner,
                             std::vector<menu_entry> const& entries) {
    GSList* radio_group = nullptr;
    for (auto const& each : entries) {
        if (each.kind != menu_entry_kind::radio) radio_group = nullptr;
        auto* widget = make_widget(owner, each, radio_group);
        gtk_menu_shell_append(to, widget);
        if (each.kind != menu_entry_kind::submenu) continue;
        auto* below = gtk_menu_new();
        gtk_menu_set_accel_group(GTK_MENU(below), keys_.get());
        gtk_menu_item_set_submenu(GTK_MENU_ITEM(widget), below);
        add_items(GTK_MENU_SHELL(below), owner, each.items);
    }
}

GtkWidget* gtk_menu_bar::make_widget(std::string const& owner, menu_entry const& entry,
                                     GSList*& radio_group) {
    GtkWidget* widget = nullptr;
    switch (entry.kind) {
        case menu_entry_kind::text:
        case menu_entry_kind::submenu: widget = gtk_menu_item_new_with_label(""); break;
        case menu_entry_kind::separator: widget = gtk_separator_menu_item_new(); break;
        case menu_entry_kind::checkbox: widget = gtk_check_menu_item_new_with_label(""); break;
        case menu_entry_kind::radio:
            widget = gtk_radio_menu_item_new_with_label(radio_group, "");
            radio_group = gtk_radio_menu_item_get_group(GTK_RADIO_MENU_ITEM(widget));
            break;
    }
    auto& made = *items_.emplace_back(
        std::make_unique<item>(item{*this, widget, owner, entry.id, entry.kind, std::nullopt}));
    update(made, entry);
    const auto clicked = +[](GtkMenuItem*, gpointer which) {
        auto const& one = *static_cast<item const*>(which);
        one.bar.activated(one);
    };
    if (entry.kind != menu_entry_kind::separator && entry.kind != menu_entry_kind::submenu)
        g_signal_connect(widget, "activate", G_CALLBACK(clicked), &made);
    return widget;
}

void gtk_menu_bar::update(item& one, menu_entry const& entry) {
    gtk_widget_set_visible(one.widget, entry.hidden ? FALSE : TRUE);
    gtk_widget_set_sensitive(one.widget, entry.disabled ? FALSE : TRUE);
    if (entry.kind == menu_entry_kind::separator) return;
    gtk_menu_item_set_label(GTK_MENU_ITEM(one.widget), entry.label.c_str());
    if (has_mark(entry.kind))
        gtk_check_menu_item_set_active(GTK_CHECK_MENU_ITEM(one.widget), entry.checked);
    if (entry.keys == one.keys) return;
    if (one.keys)
        gtk_widget_remove_accelerator(one.widget, keys_.get(), key_value(one.keys->key),
                                      modifiers_of(*one.keys));
    one.keys = entry.keys;
    if (one.keys)
        gtk_widget_add_accelerator(one.widget, "activate", keys_.get(), key_value(one.keys->key),
                                   modifiers_of(*one.keys), GTK_ACCEL_VISIBLE);
}

void gtk_menu_bar::activated(item const& one) {
    if (changing_ || !on_click_) return;
    const bool checked = has_mark(one.kind) &&
                         gtk_check_menu_item_get_active(GTK_CHECK_MENU_ITEM(one.widget)) != FALSE;
    // The one that loses its mark is told of by the one that gets it.
    if (one.kind == menu_entry_kind::radio && !checked) return;
    on_click_(one.owner, one.id, checked);
}

}  // namespace fairlead::host
