// SPDX-License-Identifier: MIT
//
// front_end_server — a shell's child, as all commands in wails.json are.
#include "cli/dev/front_end_server.hpp"

#include "cli/dev/local_address.hpp"

namespace fairlead::cli::dev {

front_end_server::front_end_server(poll_loop& loop, dev_settings const& settings, hooks use)
    : loop_{loop}, settings_{settings}, hooks_{std::move(use)} {}

void front_end_server::start() {
    if (!settings_.watcher_command.empty())
        child_ = std::make_unique<heard_child>(
            loop_,
            child_process::spec{.program = "/bin/sh",
                                .args = {"-c", settings_.watcher_command},
                                .directory = settings_.app.frontend,
                                .guarded = true},
            heard_child::hooks{.on_line = [this](std::string line) { take_line(line); },
                               .on_end =
                                   [this](int code) {
                                       child_.reset();
                                       loop_.cancel(patience_);
                                       hooks_.on_end(code);
                                   }});
    if (settings_.front_end_url != "auto") return ready(settings_.front_end_url);
    patience_ = loop_.after(settings_.front_end_patience, [this] {
        hooks_.on_trouble("it has not said \"Local: http://…\" within " +
                          std::to_string(settings_.front_end_patience.count()) +
                          " s; say where it is (frontend:dev:serverUrl), or that it takes longer "
                          "(viteServerTimeout)");
    });
}

void front_end_server::take_line(std::string const& line) {
    hooks_.on_line(line);
    if (is_ready_ || settings_.front_end_url != "auto") return;
    if (auto found = local_address(line)) ready(std::move(*found));
}

void front_end_server::ready(std::string url) {
    loop_.cancel(patience_);
    is_ready_ = true;
    url_ = std::move(url);
    hooks_.on_ready(url_);
}

}  // namespace fairlead::cli::dev
