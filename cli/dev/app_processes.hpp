// SPDX-License-Identifier: MIT
//
// app_processes — broker, window and browser server of a session: started in order, ended together;
// what crashes is said, and broker and browser server are started again.
#pragma once

#include "cli/dev/console.hpp"
#include "cli/dev/heard_child.hpp"
#include "cli/launch/app_folder.hpp"
#include "cli/launch/restart_budget.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fairlead::cli::dev {

struct app_launch {
    app_folder app;
    std::string log_level;   ///< Of the broker; empty: as wails.json says.
    std::string dev_server;  ///< Where browsers are served.
    std::vector<std::string> dev_server_options;
    std::string upstream;          ///< The front end's own server; empty: there is none.
    std::filesystem::path assets;  ///< Instead of wails.json's; empty: as there.
    bool window = true;
};

class app_processes {
public:
    struct hooks {
        std::function<void()> on_broker;                  ///< One listens, perhaps another one.
        std::function<void(std::string url)> on_serving;  ///< Browsers are served there.
        std::function<void(int code)> on_end;             ///< The window, or all hope, has gone.
    };
    app_processes(poll_loop& loop, console& out, int stop_fd, hooks use);

    /// Throws command_failed. False: a stop signal came first.
    bool start(app_launch what);
    /// All of them, within some seconds.
    void stop();

private:
    bool start_a_broker();
    void broker_ended(int code);
    void start_window();
    void start_browser_server();
    void browser_server_ended(int code);
    child_process::spec host(std::string const& name, std::vector<std::string> args,
                             unique_fd const& token) const;

    poll_loop& loop_;
    console& out_;
    int stop_fd_;
    hooks hooks_;
    std::string token_;
    app_launch what_;
    restart_budget broker_restarts_, server_restarts_;
    bool serving_ = false;
    std::unique_ptr<heard_child> broker_, window_, browser_server_;
};

}  // namespace fairlead::cli::dev
