// SPDX-License-Identifier: MIT
//
// menu — the bar above the page: a tree of items, each a handle that may be copied and kept.
//
//   fairlead::menu bar;
//   auto file = bar.submenu("File");
//   file.text("Open…", "CmdOrCtrl+O", [] { … });
//   auto wrap = file.checkbox("Wrap lines", true, [](fairlead::menu_item item) { … });
//   runtime.set_menu(bar);
//   …
//   wrap.set_checked(false);      // Any thread, any time;
//   runtime.update_menu();        // shown from here on.
//
// A check mark follows the click before the handler runs. Radio items that stand side by side are
// one group. Handlers run on the plugin's pool and may wait.
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <string>

namespace fairlead {

struct menu_node;

class menu_item {
public:
    explicit menu_item(std::shared_ptr<menu_node> node) noexcept : node_{std::move(node)} {}

    std::string label() const;
    bool is_checked() const;
    bool is_enabled() const;
    bool is_visible() const;
    void set_label(std::string label) const;
    void set_accelerator(std::string accelerator) const;
    /// Of radio items the others of the group lose their mark.
    void set_checked(bool on) const;
    void set_enabled(bool on) const;
    void set_visible(bool on) const;

private:
    std::shared_ptr<menu_node> node_;
};

/// A function that takes the item, or nothing.
class menu_handler {
public:
    menu_handler() = default;
    template <class Function>
        requires(std::invocable<Function&, menu_item> || std::invocable<Function&>)
    menu_handler(Function function) {  // NOLINT(google-explicit-constructor)
        if constexpr (std::invocable<Function&, menu_item>) run_ = std::move(function);
        else run_ = [function = std::move(function)](menu_item const&) mutable { function(); };
    }
    void operator()(menu_item const& clicked) const {
        if (run_) run_(clicked);
    }

private:
    std::function<void(menu_item)> run_;
};

class menu {
public:
    menu();

    menu_item text(std::string label, menu_handler on_click);
    /// "CmdOrCtrl+Shift+S", "F5", "OptionOrAlt+Left": the modifiers of Wails, in any case.
    menu_item text(std::string label, std::string accelerator = {}, menu_handler on_click = {});
    menu_item checkbox(std::string label, bool checked, menu_handler on_click);
    menu_item checkbox(std::string label, bool checked, std::string accelerator = {},
                       menu_handler on_click = {});
    menu_item radio(std::string label, bool checked, menu_handler on_click);
    menu_item radio(std::string label, bool checked, std::string accelerator = {},
                    menu_handler on_click = {});
    void separator();
    menu submenu(std::string label);
    menu_item as_item() const;  ///< Of a submenu: to rename, disable or hide it.
    void clear();

    std::shared_ptr<menu_node> const& node() const noexcept { return node_; }

private:
    explicit menu(std::shared_ptr<menu_node> node) noexcept : node_{std::move(node)} {}

    std::shared_ptr<menu_node> node_;
};

}  // namespace fairlead
