// SPDX-License-Identifier: MIT
//
// front_end_server — the front end's own development server ("frontend:dev:watcher"), and where it
// is: said in wails.json, or by itself.
#pragma once

#include "cli/dev/dev_settings.hpp"
#include "cli/dev/heard_child.hpp"

#include <functional>
#include <memory>
#include <string>

namespace fairlead::cli::dev {

class front_end_server {
public:
    struct hooks {
        std::function<void(std::string const& line)> on_line;
        /// Once: it can be asked there. Empty: there is none to ask, only a watcher.
        std::function<void(std::string const& url)> on_ready;
        /// It has not said where it is, or has ended: what to tell people.
        std::function<void(std::string const& why)> on_trouble;
        std::function<void(int code)> on_end;
    };
    front_end_server(poll_loop& loop, dev_settings const& settings, hooks use);
    ~front_end_server() { loop_.cancel(patience_); }
    front_end_server(front_end_server const&) = delete;
    front_end_server& operator=(front_end_server const&) = delete;

    /// May call on_ready before it returns. Throws command_failed.
    void start();
    std::string const& url() const noexcept { return url_; }
    bool runs() const noexcept { return child_ != nullptr; }

private:
    void take_line(std::string const& line);
    void ready(std::string url);

    poll_loop& loop_;
    dev_settings const& settings_;
    hooks hooks_;
    std::string url_;
    bool is_ready_ = false;
    poll_loop::timer patience_ = poll_loop::timer::none;
    std::unique_ptr<heard_child> child_;
};

}  // namespace fairlead::cli::dev
