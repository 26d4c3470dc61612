// SPDX-License-Identifier: MIT
//
// menu_board — this plugin's menu in the window: shown whenever there is one, and its clicks.
//
// Clicks come as answers to calls that stay open. Two are always out: the host answers one when
// somebody clicks, and by the other it knows that we are still here. The last one gone, so is the
// menu.
#pragma once

#include <fairlead/pending.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace fairlead {

class runtime_port;

struct menu_node;

class menu_board {
public:
    explicit menu_board(runtime_port& port) noexcept : port_{port} {}

    std::shared_ptr<pending_answer> set(std::shared_ptr<menu_node> root);
    std::shared_ptr<pending_answer> update();

    void begin(std::string const& plugin, std::function<bool(std::function<void()>)> run);
    void on_window(std::string_view state);
    void end();     ///< No handler begins any more.
    void forget();  ///< The menu with its handlers, once no thread runs one: they may hold us.

private:
    std::shared_ptr<pending_answer> show();
    void listen();
    void hear(pending_answer::text const& clicks);
    void click(std::uint64_t id, bool checked);

    runtime_port& port_;
    std::mutex mutex_;
    std::string plugin_json_;  // Our name, as JSON.
    std::function<bool(std::function<void()>)> run_;
    std::shared_ptr<menu_node> root_;
    bool has_window_ = false;
    int listening_ = 0;  // Calls that are out.
};

}  // namespace fairlead
