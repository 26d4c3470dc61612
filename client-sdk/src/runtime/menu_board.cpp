// SPDX-License-Identifier: MIT
//
// menu_board — a description out, clicks in.
#include "menu_board.hpp"

#include "menu_node.hpp"
#include "runtime_port.hpp"

#include <fairlead/json/arguments.hpp>
#include <fairlead/vocabulary/json_string.hpp>

#include <utility>
#include <vector>

namespace fairlead {
namespace {

struct menu_click {
    std::uint64_t id = 0;
    bool checked = false;
};
BOOST_DESCRIBE_STRUCT(menu_click, (), (id, checked))

constexpr int listening_wanted = 2;

}  // namespace

void menu_board::begin(std::string const& plugin, std::function<bool(std::function<void()>)> run) {
    const std::lock_guard lock{mutex_};
    plugin_json_.clear();
    append_json_string(plugin_json_, plugin);
    run_ = std::move(run);
}

void menu_board::end() {
    const std::lock_guard lock{mutex_};
    run_ = nullptr;
    has_window_ = false;
}

void menu_board::forget() {
    const std::lock_guard lock{mutex_};
    const std::lock_guard nodes{menu_mutex()};
    if (root_) drop_menu_handlers(*root_);
    root_ = nullptr;
}

std::shared_ptr<pending_answer> menu_board::set(std::shared_ptr<menu_node> root) {
    std::shared_ptr<menu_node> before;
    {
        const std::lock_guard lock{mutex_};
        before = std::exchange(root_, root);
    }
    auto shown = update();
    // Refused: the old one is still there to be clicked.
    shown->then([this, alive = port_.weak_from_this(), before, root](auto const& how) {
        const auto port = alive.lock();
        if (how || !port || how.error().code != errc::bad_arguments) return;
        const std::lock_guard lock{mutex_};
        if (root_ == root) root_ = before;
    });
    return shown;
}

std::shared_ptr<pending_answer> menu_board::update() {
    {
        const std::lock_guard lock{mutex_};
        if (!root_ || !has_window_) return port_.answered(live::written{"null", {}});
    }
    return show();
}

void menu_board::on_window(std::string_view state) {
    {
        const std::lock_guard lock{mutex_};
        const bool opens = !std::exchange(has_window_, state != "closed") && has_window_;
        if (!opens || !root_) return;
    }
    show()->then([alive = port_.weak_from_this()](pending_answer::text const& shown) {
        const auto port = alive.lock();
        if (port && !shown)
            port->log(client::log_level::error, "the menu is not shown: " + shown.error().message);
    });
}

std::shared_ptr<pending_answer> menu_board::show() {
    // First who hears the clicks: the host shows no menu that nobody listens to.
    listen();
    std::string args;
    {
        const std::lock_guard both{mutex_};
        const std::lock_guard nodes{menu_mutex()};
        args = '[' + plugin_json_ + ',' + menu_json(*root_) + ']';
    }
    return port_.ask("fairlead.menu.set", args);
}

void menu_board::listen() {
    for (;;) {
        std::string args;
        {
            const std::lock_guard lock{mutex_};
            if (!run_ || listening_ >= listening_wanted) return;
            ++listening_;
            args = '[' + plugin_json_ + ']';
        }
        const auto alive = port_.weak_from_this();
        port_.ask("fairlead.menu.clicks", args)->then([this, alive](auto const& clicks) {
            if (const auto port = alive.lock()) hear(clicks);
        });
    }
}

void menu_board::hear(pending_answer::text const& clicks) {
    {
        const std::lock_guard lock{mutex_};
        --listening_;
    }
    if (!clicks) return;  // No window any more; when one opens, the menu is shown anew.
    std::vector<menu_click> all;
    try {
        all = std::get<0>(json::read_arguments<std::tuple<std::vector<menu_click>>>(
            '[' + clicks->json + ']', "fairlead.menu.clicks"));
    } catch (json::bad_value const& problem) {
        port_.log(client::log_level::error, std::string{"a menu click: "} + problem.what());
    }
    listen();
    for (auto const& each : all) click(each.id, each.checked);
}

void menu_board::click(std::uint64_t id, bool checked) {
    const std::lock_guard lock{mutex_};
    if (!run_ || !root_) return;
    menu_handler handler;
    std::shared_ptr<menu_node> node;
    {
        const std::lock_guard nodes{menu_mutex()};
        node = find_menu_node(root_, id);
        if (!node) return;  // Taken out while it was clicked.
        if (node->kind == menu_kind::checkbox || node->kind == menu_kind::radio)
            set_menu_mark(*node, checked);
        handler = node->on_click;
    }
    const bool taken = run_([this, handler = std::move(handler), item = menu_item{node}] {
        port_.run_guarded("menu item '" + item.label() + "'", [&] { handler(item); });
    });
    if (!taken)
        port_.log(client::log_level::warning,
                  "a menu click is lost: too many calls wait in this plugin already");
}

}  // namespace fairlead
