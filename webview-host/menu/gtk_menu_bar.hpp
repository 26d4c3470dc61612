// SPDX-License-Identifier: MIT
//
// gtk_menu_bar — menu_view on GTK 3: a bar above the page, and its keys for the whole window.
#pragma once

#include "webview-host/menu/menu_view.hpp"
#include "webview-host/window/gobject.hpp"

#include <map>
#include <memory>

namespace fairlead::host {

class gtk_menu_bar final : public menu_view {
public:
    /// `window` hears the keys; `place` is the box at whose top the bar stands. Both outlive it.
    gtk_menu_bar(GtkWindow* window, GtkBox* place);
    ~gtk_menu_bar() override;
    gtk_menu_bar(gtk_menu_bar const&) = delete;
    gtk_menu_bar& operator=(gtk_menu_bar const&) = delete;

    void show(std::vector<menu_description> const& bar) override;
    void on_click(menu_click_handler handler) override { on_click_ = std::move(handler); }

private:
    struct item;

    bool change_in_place(std::vector<menu_description> const& bar);
    void build(std::vector<menu_description> const& bar);
    void clear();
    void add_items(GtkMenuShell* to, std::string const& owner,
                   std::vector<menu_entry> const& entries);
    GtkWidget* make_widget(std::string const& owner, menu_entry const& entry, GSList*& radio_group);
    void update(item& one, menu_entry const& entry);
    void update_all(std::vector<menu_entry> const& entries, std::size_t& at);
    void activated(item const& one);

    GtkWindow* window_;
    GtkBox* place_;
    gobject<GtkAccelGroup> keys_;
    GtkWidget* bar_ = nullptr;  // Owned by its box.
    std::vector<menu_description> shown_;
    std::vector<std::unique_ptr<item>> items_;  // In the order of the description.
    bool changing_ = false;                     // By us: GTK says "activate" then, too.
    menu_click_handler on_click_;
};

}  // namespace fairlead::host
